import type { Locator, Page } from "@playwright/test";
import { hydrated } from "../support/hydrated";
import { words } from "../support/words";

/** The list of projects. */
export class ProjectsPage {
  readonly page: Page;
  readonly newProject: Locator;
  readonly name: Locator;
  readonly create: Locator;

  constructor(page: Page) {
    this.page = page;
    this.newProject = page.getByRole("button", { name: words.projects("new") });
    const dialog = page.getByRole("dialog", { name: words.projects("create.title") });
    this.name = dialog.getByRole("textbox", { name: words.projects("fields.name"), exact: true });
    this.create = dialog.getByRole("button", { name: words.projects("create.submit") });
  }

  async createProject(name: string): Promise<void> {
    await (await hydrated(this.newProject)).click();
    await this.name.fill(name);
    await this.create.click();
  }
}
