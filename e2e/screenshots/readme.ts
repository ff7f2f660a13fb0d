import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { AccountPages } from "../pages/account-pages";
import { ChatPage } from "../pages/chat-page";
import { ownServer } from "../support/own-server";
import { words } from "../support/words";

/** Words of the demo scenario. */
const demo = { project: "The reading room", conversation: "How the method works", document: "A guide to Socratic dialogue" };

test("a conversation: an answer that cites a document, with its source open beside it", async ({ page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "socrates-screenshots-"));
  const variables = { DATA_DIR: folder, DATABASE_URL: "", OPENAI_BASE_URL: "", OPENAI_API_KEY: "" };
  const { email, password } = seedDemo(variables);
  const server = ownServer(3114, variables);
  await server.start();
  try {
    const chat = new ChatPage(page);
    await page.goto(server.url);
    await new AccountPages(page).signIn({ email, password });
    await page.getByRole("link", { name: demo.project }).click();
    await chat.rail.conversation(demo.conversation).click();
    await chat.rail.says("live");
    await chat.citation(chat.answers.last(), 1, demo.document).click();
    await expect(chat.sources.locator("mark")).toBeVisible();
    // Clicking may have scrolled; the end is where a reader is, and 0 there.
    await chat.thread.evaluate((element) => element.scrollTo({ top: 0, behavior: "instant" }));
    await expect(page.getByRole("button", { name: words.chat("latest") })).toBeHidden();
    // Away from everything that shows more under the pointer.
    await page.mouse.move(720, 899);
    await expect(page.getByRole("tooltip")).toHaveCount(0);
    await page.screenshot({ path: "docs/images/chat.png", animations: "disabled" });
  } finally {
    await server.end("SIGTERM");
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});

/** Fills a database with the demo. @returns how to sign in as its owner */
function seedDemo(variables: Record<string, string>): { email: string; password: string } {
  const env = { ...process.env, AUTH_SECRET: "a secret of the screenshots, 32 or longer", ...variables };
  const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=react-server", "--import", "./scripts/alias.ts", "drizzle/seed/run.ts", "demo"], { env, encoding: "utf8" });
  const [, email, password] = /(\S+@\S+)\s+(\S+)/.exec(stdout) ?? [];
  if (!email || !password) throw new Error(`The demo could not be made: ${stdout}${stderr}`);
  return { email, password };
}
