import { password } from "../support/api";
import { recordTexts } from "../support/record-texts";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { AccountPages } from "../pages/account-pages";
import { ChatPage } from "../pages/chat-page";
import { ProjectsPage } from "../pages/projects-page";

const email = () => `first-${crypto.randomUUID()}@example.org`;

test("someone registers, makes a project and asks: the answer comes word by word, and all of it is there after a reload", async ({ openBrowser, model, url }) => {
  const page = await (await openBrowser()).newPage();
  const account = new AccountPages(page);
  const chat = new ChatPage(page);
  const question = "What does the first visitor want to know?";
  await model.hold(question, "one two three four five six", 3);

  await page.goto(url);
  await page.getByRole("link", { name: words.auth("signIn.register") }).click();
  await account.register({ name: "Filipa", email: email(), password });
  await new ProjectsPage(page).createProject("A first project");
  await chat.rail.says("live");
  await chat.ask(question);

  await expect(chat.messagesBy("Filipa")).toContainText(question);
  await expect(chat.answers.getByRole("paragraph")).toHaveText("one two three");
  await expect(chat.rail.conversation(question)).toBeVisible();
  await model.release();
  await expect(chat.answers.getByRole("paragraph")).toHaveText("one two three four five six");
  // The model names the conversation after its first answer; here it says the same again.
  await expect(chat.rail.conversation("one two three four five six")).toBeVisible();

  await model.set({ script: { "word by word": { tokens: 20, tokenMs: 60 } } });
  const texts = await recordTexts(chat.thread);
  await chat.ask("Now word by word, please");
  await expect(chat.answers.last()).toContainText("t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 t12 t13 t14 t15 t16 t17 t18 t19 t20");
  const lengths = new Set((await texts()).map((text) => text.match(/\bt\d+/g)?.length ?? 0));
  expect(lengths.size).toBeGreaterThanOrEqual(8);

  await page.reload();
  await expect(chat.messagesBy("Filipa")).toHaveCount(2);
  await expect(chat.answers.first()).toContainText("one two three four five six");
  await expect(chat.answers.last()).toContainText("t19 t20");
});

test("who signs out is out, a wrong password is told in words, and the right one leads back", async ({ openBrowser, url, guard }) => {
  guard.allow(/status of 401/);
  const page = await (await openBrowser()).newPage();
  const account = new AccountPages(page);
  const person = { name: "Gil", email: email(), password };
  await page.goto(`${url}/register`);
  await account.register(person);
  await new ProjectsPage(page).createProject("Gil's project");
  const chat = new ChatPage(page);
  await page.waitForURL(/\/chat\/new$/);
  await chat.rail.says("live");
  const place = page.url();

  await chat.rail.signOut("Gil");
  await expect(account.signInButton).toBeVisible();
  await page.goto(place);
  await account.signIn({ email: person.email, password: "not the right one" });
  await expect(page.getByRole("alert").filter({ hasText: words.problems("wrong-credentials") })).toBeVisible();
  await account.signIn(person);
  await expect(chat.composer).toBeVisible();
  expect(page.url()).toBe(place);
});
