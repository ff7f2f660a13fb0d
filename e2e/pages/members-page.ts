import type { Locator, Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import type { Role } from "../../lib/access/permissions";
import { hydrated } from "../support/hydrated";
import type { Person } from "../support/people";
import { words } from "../support/words";

/** The people of a project. */
export class MembersPage {
  readonly page: Page;
  readonly email: Locator;
  readonly link: Locator;
  readonly copyLink: Locator;

  constructor(page: Page) {
    this.page = page;
    this.email = page.getByRole("textbox", { name: words.members("invite.email"), exact: true });
    this.link = page.getByRole("textbox", { name: words.members("invite.link") });
    this.copyLink = page.getByRole("button", { name: words.members("invite.copy") });
  }

  static async open({ page, url }: Pick<Person, "page" | "url">, projectId: string): Promise<MembersPage> {
    await page.goto(url + paths.members(projectId));
    const members = new MembersPage(page);
    await hydrated(members.email);
    return members;
  }

  async invite(email: string): Promise<void> {
    await this.email.fill(email);
    await this.page.getByRole("button", { name: words.members("invite.submit") }).click();
  }

  member(name: string): Locator {
    return this.page.getByRole("listitem").filter({ hasText: name });
  }

  async changeRole(name: string, role: Role): Promise<void> {
    await this.page.getByRole("combobox", { name: words.members("role", { name }) }).click();
    await this.page.getByRole("option", { name: words.members(`roles.${role}`) }).click();
  }

  async withdrawInvitation(email: string): Promise<void> {
    await this.page.getByRole("button", { name: words.members("pending.menu", { email }) }).click();
    await this.page.getByRole("menuitem", { name: words.members("pending.revoke") }).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: words.members("pending.revokeConfirm") }).click();
    await this.page.getByText(words.members("pending.revoked")).waitFor();
  }
}
