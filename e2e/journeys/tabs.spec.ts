import { makeConversation, write } from "../support/people";
import { followStreams } from "../support/open-streams";
import { expect, test } from "../support/test";
import { ChatPage } from "../pages/chat-page";

test("two tabs of a browser share one stream, both show a growing answer, and the second goes on when the first is closed", async ({ visit, model }) => {
  const person = await visit("Amos");
  const streams = followStreams(person.context);
  const conversation = await makeConversation(person, "Two tabs");
  const first = await ChatPage.open(person, conversation);
  const second = await ChatPage.open(person, conversation, await person.context.newPage());
  expect(streams()).toHaveLength(1);
  expect(streams()[0]?.frame().page()).toBe(first.page);

  await model.hold("share", "alpha beta gamma delta epsilon zeta", 3);
  await second.ask("Do the tabs share this?");
  for (const chat of [first, second]) await expect(chat.answers.getByRole("paragraph")).toHaveText("alpha beta gamma");
  expect(streams()).toHaveLength(1);

  await first.page.close();
  await write(person, conversation, "right after the first tab was closed");
  await model.release();
  await expect(second.answers.first()).toContainText("alpha beta gamma delta epsilon zeta");
  await expect(second.messagesBy("Amos").filter({ hasText: "right after the first tab was closed" })).toHaveCount(1);
  await second.rail.says("live");
  expect(streams().map((request) => request.frame().page())).toEqual([second.page]);

  const third = await ChatPage.open(person, conversation, await person.context.newPage());
  await third.ask("and a third");
  for (const chat of [second, third]) await expect(chat.messagesBy("Amos").filter({ hasText: "and a third" })).toHaveCount(1);
  expect(streams()).toHaveLength(1);
});
