import type { Locator, Page } from "@playwright/test";
import { hydrated } from "../support/hydrated";
import { words } from "../support/words";

type NewAccount = { name: string; email: string; password: string };

/** Sign-in, registration and invitation: the pages for people who aren't signed in. */
export class AccountPages {
  readonly page: Page;
  readonly name: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly createAccount: Locator;
  readonly signInButton: Locator;
  readonly joinProject: Locator;

  constructor(page: Page) {
    this.page = page;
    this.name = page.getByRole("textbox", { name: words.auth("fields.name"), exact: true });
    this.email = page.getByRole("textbox", { name: words.auth("fields.email"), exact: true });
    // A password field has no role; its label is its accessible name.
    this.password = page.getByLabel(words.auth("fields.password"), { exact: true });
    this.createAccount = page.getByRole("button", { name: words.auth("register.submit") });
    this.signInButton = page.getByRole("button", { name: words.auth("signIn.submit") });
    this.joinProject = page.getByRole("button", { name: words.auth("invitation.accept") });
  }

  async register({ name, email, password }: NewAccount): Promise<void> {
    await hydrated(this.createAccount);
    await this.name.fill(name);
    await this.email.fill(email);
    await this.password.fill(password);
    await this.createAccount.click();
  }

  async signIn({ email, password }: Pick<NewAccount, "email" | "password">): Promise<void> {
    await hydrated(this.signInButton);
    await this.email.fill(email);
    await this.password.fill(password);
    await this.signInButton.click();
  }
}
