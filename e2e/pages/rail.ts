import { expect, type Locator, type Page } from "@playwright/test";
import { words } from "../support/words";

type Connection = "connecting" | "live" | "reconnecting" | "offline" | "signed-out" | "no-access";

/** What stands beside every page of a project: its places, the state of the connection, the person's menu. */
export class Rail {
  readonly page: Page;
  readonly open: Locator;
  readonly documents: Locator;
  readonly people: Locator;

  constructor(page: Page) {
    this.page = page;
    this.open = page.getByRole("button", { name: words.shell("rail.open") });
    this.documents = page.getByRole("link", { name: words.shell("rail.documents") });
    this.people = page.getByRole("link", { name: words.shell("rail.people") });
  }

  /** Waits until the page says this of the connection. */
  async says(connection: Connection): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: words.shell(`connection.${connection}`) })).toBeVisible({ timeout: 20_000 });
  }

  conversation(title: string): Locator {
    return this.page.getByRole("navigation", { name: words.shell("rail.conversations") }).getByRole("link", { name: title });
  }

  async signOut(name: string): Promise<void> {
    await this.page.getByRole("button", { name: words.shell("user.menu", { name }) }).click();
    await this.page.getByRole("menuitem", { name: words.shell("user.signOut") }).click();
  }
}
