import type { Locator, Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import type { Theme } from "../../components/theme/theme";
import { hydrated } from "../support/hydrated";
import type { Person } from "../support/people";
import { words } from "../support/words";

/** One's own settings. */
export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open({ page, url }: Pick<Person, "page" | "url">): Promise<SettingsPage> {
    await page.goto(url + paths.settings());
    const settings = new SettingsPage(page);
    await hydrated(settings.theme("system"));
    return settings;
  }

  theme(theme: Theme): Locator {
    return this.page.getByRole("radiogroup", { name: words.settings("theme") }).getByRole("radio", { name: words.settings(`themes.${theme}`) });
  }
}
