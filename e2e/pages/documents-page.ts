import { expect, type Locator, type Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import { hydrated } from "../support/hydrated";
import type { Person } from "../support/people";
import { words } from "../support/words";

export type UploadedFile = { name: string; mimeType: string; buffer: Buffer };

/** A project's documents, and the page of one. */
export class DocumentsPage {
  readonly page: Page;
  readonly upload: Locator;
  readonly uploads: Locator;
  readonly text: Locator;
  readonly highlight: Locator;

  constructor(page: Page) {
    this.page = page;
    this.upload = page.getByRole("button", { name: words.knowledge("upload.open") });
    this.uploads = page.getByRole("list", { name: words.knowledge("upload.label") });
    // The only page of a document has the same name, within it.
    this.text = page.getByRole("region", { name: words.knowledge("document.text"), exact: true }).first();
    // An element of its own, but Playwright knows no role for it.
    this.highlight = this.text.locator("mark");
  }

  static async open({ page, url }: Pick<Person, "page" | "url">, projectId: string): Promise<DocumentsPage> {
    await page.goto(url + paths.knowledge(projectId));
    const documents = new DocumentsPage(page);
    await hydrated(documents.upload);
    return documents;
  }

  async uploadFiles(...files: UploadedFile[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.upload.click()]);
    await chooser.setFiles(files);
  }

  row(title: string): Locator {
    return this.page.getByRole("list", { name: words.knowledge("title") }).getByRole("listitem").filter({ has: this.page.getByRole("link", { name: title }) });
  }

  /** Waits until a PDF has been read. */
  async isReady(title: string, pages: number): Promise<void> {
    await expect(this.row(title)).toContainText(words.knowledge("pages", { count: pages }), { timeout: 30_000 });
    await expect(this.row(title).getByRole("progressbar")).toBeHidden({ timeout: 30_000 });
  }

  /** The text of one page of a document that has several. */
  pageText(page: number): Locator {
    return this.text.getByRole("region", { name: words.knowledge("document.page", { page }), exact: true });
  }

  async act(title: string, action: "download" | "delete"): Promise<void> {
    await this.page.getByRole("button", { name: words.knowledge("actions.menu", { title }) }).click();
    await this.page.getByRole("menuitem", { name: words.knowledge(`actions.${action}`) }).click();
  }

  async confirmDeletion(): Promise<void> {
    await this.page.getByRole("alertdialog").getByRole("button", { name: words.knowledge("delete.confirm") }).click();
  }
}
