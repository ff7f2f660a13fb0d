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

  get conversations(): Locator {
    return this.page.getByRole("navigation", { name: words.shell("rail.conversations") });
  }

  /** The titles of the conversations, without what stands beside them. */
  get titles(): Locator {
    return this.conversations.getByRole("link").locator("bdi");
  }

  conversation(title: string): Locator {
    return this.conversations.getByRole("link", { name: title });
  }

  /** What the rail says beside a conversation's title is a part of its link's name. */
  async saysOf(title: string, news: string): Promise<void> {
    await expect(this.conversation(title)).toHaveAccessibleName(new RegExp(news));
  }

  async saysNothingNewOf(title: string): Promise<void> {
    await expect(this.conversation(title)).toHaveAccessibleName(title);
  }

  /** Chooses something of a conversation's menu. */
  async choose(title: string, action: string): Promise<void> {
    await this.conversation(title).hover();
    await this.page.getByRole("button", { name: words.shell("conversation.menu", { title }) }).click();
    await this.page.getByRole("menuitem", { name: action, exact: true }).click();
  }

  async signOut(name: string): Promise<void> {
    await this.page.getByRole("button", { name: words.shell("user.menu", { name }) }).click();
    await this.page.getByRole("menuitem", { name: words.shell("user.signOut") }).click();
  }
}
