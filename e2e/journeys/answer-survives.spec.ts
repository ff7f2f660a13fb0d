import { addMember } from "../support/api";
import { makeConversation } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";
import type { Failure } from "../model-server/settings";

const answer = "alpha beta gamma delta epsilon zeta";

test("a reload in the middle of an answer shows what there is of it, and the rest as it comes", async ({ visit, model }) => {
  const person = await visit("Rita");
  const chat = await ChatPage.open(person, await makeConversation(person, "Reload"));
  await model.hold("reload", answer, 3);
  await chat.ask("What survives a reload?");
  await expect(chat.answers.getByRole("paragraph")).toHaveText("alpha beta gamma");

  await person.page.reload();
  await expect(chat.answers.getByRole("paragraph")).toHaveText("alpha beta gamma");
  await expect(chat.stop).toBeVisible();
  await chat.rail.says("live");
  await model.release();
  await expect(chat.answers.getByRole("paragraph")).toHaveText(answer);
  await expect(chat.stop).toBeHidden();
});

test("an answer goes on when its asker closes the page: the other members and a later visit see it whole", async ({ visit, model, url }) => {
  const asker = await visit("Sven");
  const reader = await visit("Tara");
  const conversation = await makeConversation(asker, "Closing");
  await addMember(url, conversation.projectId, asker, reader, "viewer");
  const asking = await ChatPage.open(asker, conversation);
  const reading = await ChatPage.open(reader, conversation);
  await model.hold("close", answer, 2);
  await asking.ask("What if I close this?");
  await expect(reading.answers.getByRole("paragraph")).toHaveText("alpha beta");

  await asker.page.close();
  await model.release();
  await expect(reading.answers.getByRole("paragraph")).toHaveText(answer);
  const back = await ChatPage.open(asker, conversation, await asker.context.newPage());
  await expect(back.answers.getByRole("paragraph")).toHaveText(answer);
});

test("a stopped answer keeps what was written, and can be answered again", async ({ visit, model }) => {
  const person = await visit("Ute");
  const chat = await ChatPage.open(person, await makeConversation(person, "Stop"));
  await model.hold("stop", answer, 4);
  await chat.ask("Shall we stop?");
  await expect(chat.answers.getByRole("paragraph")).toHaveText("alpha beta gamma delta");

  await chat.stop.click();
  await expect(chat.answers.getByText(words.chat("answer.stopped"))).toBeVisible();
  await expect(chat.answers).toContainText("alpha beta gamma delta");
  await model.release();
  await chat.retry(chat.answers);
  await expect(chat.answers).toContainText(answer);
  await expect(chat.answers.getByText(words.chat("answer.stopped"))).toBeHidden();
  await expect(chat.answers).toHaveCount(1);
});

const failures: { what: string; failure: Failure; said: string; kept: string }[] = [
  { what: "refuses the key", failure: { kind: "status", status: 401 }, said: words.chat("answer.problems.model-key"), kept: "" },
  { what: "has reached its limit", failure: { kind: "status", status: 429 }, said: words.chat("answer.problems.model-limit"), kept: "" },
  { what: "breaks off in the middle", failure: { kind: "reset", afterTokens: 3 }, said: words.chat("answer.problems.model-unreachable"), kept: "alpha beta gamma" },
];

for (const { what, failure, said, kept } of failures) {
  test(`when the model ${what}, the page says so in words, keeps what there is, and answers again on request`, async ({ visit, model }) => {
    const person = await visit("Vera");
    const chat = await ChatPage.open(person, await makeConversation(person, "Failure"));
    const question = `What if the model ${what}?`;
    await model.set({ script: { [question]: answer } });
    await model.fail(question, failure);
    await chat.ask(question);
    await expect(chat.answers.getByText(said)).toBeVisible();
    if (kept) await expect(chat.answers).toContainText(kept);

    await person.page.reload();
    await expect(chat.answers.getByText(said)).toBeVisible();
    await chat.rail.says("live");
    await model.release();
    await chat.retry(chat.answers);
    await expect(chat.answers).toContainText(answer);
    await expect(chat.answers.getByText(said)).toBeHidden();
  });
}
