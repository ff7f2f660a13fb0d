import { password } from "../support/api";
import { hydrated } from "../support/hydrated";
import { pressByKeyboard, tabTo, typeByKeyboard } from "../support/keyboard";
import { fitsTheWidth } from "../support/layout";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { AccountPages } from "../pages/account-pages";
import { ChatPage } from "../pages/chat-page";
import { ProjectsPage } from "../pages/projects-page";

test.use({ viewport: { width: 390, height: 844 } });

test("on a telephone's width, the way from registering to an answer and on to the documents goes by keyboard alone", async ({ openBrowser, model, url }) => {
  const page = await (await openBrowser()).newPage();
  const account = new AccountPages(page);
  const projects = new ProjectsPage(page);
  const chat = new ChatPage(page);
  await model.set({ script: { "by keyboard": "Yes, all of it." } });

  await page.goto(`${url}/register`);
  await hydrated(account.createAccount);
  await typeByKeyboard(account.name, "Keyla");
  await typeByKeyboard(account.email, `keyla-${crypto.randomUUID()}@example.org`);
  await typeByKeyboard(account.password, password);
  await fitsTheWidth(page);
  await page.keyboard.press("Enter");

  await hydrated(projects.newProject);
  await fitsTheWidth(page);
  await pressByKeyboard(projects.newProject);
  await expect(projects.name).toBeFocused();
  await page.keyboard.type("A project with a name that is a good deal longer than any telephone is wide");
  await page.keyboard.press("Enter");

  await page.waitForURL(/\/chat\/new$/);
  await hydrated(chat.composer);
  await fitsTheWidth(page);
  await expect(chat.composer).toBeInViewport();
  await typeByKeyboard(chat.composer, "Can I do this by keyboard?");
  await page.keyboard.press("Enter");
  await expect(chat.answers).toContainText("Yes, all of it.");
  await expect(chat.composer).toBeInViewport();
  await expect(chat.composer).toBeFocused();
  await fitsTheWidth(page);

  await pressByKeyboard(chat.rail.open);
  const sheet = page.getByRole("dialog", { name: words.shell("rail.label") });
  await expect(sheet).toBeVisible();
  await tabTo(sheet.getByRole("link", { name: words.shell("rail.documents") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: words.knowledge("title"), level: 1 })).toBeVisible();
  await expect(sheet).toBeHidden();
  await fitsTheWidth(page);

  await pressByKeyboard(chat.rail.open);
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(chat.rail.open).toBeFocused();
});
