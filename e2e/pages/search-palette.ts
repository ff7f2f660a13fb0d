import type { Locator, Page } from "@playwright/test";
import { words } from "../support/words";

/** The search over the page. */
export class SearchPalette {
  readonly page: Page;
  readonly field: Locator;
  readonly list: Locator;
  readonly results: Locator;
  readonly all: Locator;

  constructor(page: Page) {
    this.page = page;
    const dialog = page.getByRole("dialog", { name: words.search("title") });
    this.field = dialog.getByRole("combobox", { name: words.search("label") });
    this.list = dialog.getByRole("listbox", { name: words.search("results") });
    this.results = dialog.getByRole("option");
    this.all = dialog.getByRole("link", { name: words.search("seeAll") });
  }

  /** Opens it with its keys, which work wherever the focus is. */
  async open(): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.field.waitFor();
  }
}
