import { addMember, listAllMessages } from "../support/api";
import { lineTo, type CuttableLine } from "../support/cuttable-line";
import { makeConversation, personIn, write, type Conversation, type Person } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";

/** What a browser says of requests that a cut line swallows. */
const lost = /Failed to load resource: net::ERR_/;

let line: CuttableLine;
test.beforeEach(async ({ url }) => {
  line = await lineTo(url);
});
test.afterEach(() => line.close());

async function countOf(person: Person, { projectId, sessionId }: Conversation, content: string): Promise<number> {
  return (await listAllMessages(person.url, projectId, sessionId, person.token)).filter((message) => message.content === content).length;
}

test("without a network the page says so; what others write meanwhile is there once afterwards, and what is written meanwhile is sent once", async ({ visit, url, guard }) => {
  guard.allow(lost);
  const wanderer = await visit("Wanda");
  const other = await visit("Xaver");
  const conversation = await makeConversation(wanderer, "Tunnel");
  await addMember(url, conversation.projectId, wanderer, other, "editor");
  const chat = await ChatPage.open(wanderer, conversation);
  await write(other, conversation, "before the tunnel");
  await expect(chat.saying("before the tunnel").and(chat.messagesBy("Xaver"))).toHaveCount(1);

  await wanderer.context.setOffline(true);
  await chat.rail.says("offline");
  await chat.ask("from inside the tunnel");
  await expect(chat.messagesBy("Wanda").getByText(words.chat("send.unreached"))).toBeVisible();
  for (const n of [1, 2, 3]) await write(other, conversation, `from outside ${n}`);

  await wanderer.context.setOffline(false);
  await chat.rail.says("live");
  await expect(chat.messagesBy("Wanda").getByText(words.chat("send.unreached"))).toBeHidden();
  for (const n of [1, 2, 3]) await expect(chat.messagesBy("Xaver").filter({ hasText: `from outside ${n}` })).toHaveCount(1);
  await expect(chat.messagesBy("Wanda").filter({ hasText: "from inside the tunnel" })).toHaveCount(1);
  expect(await countOf(wanderer, conversation, "from inside the tunnel")).toBe(1);
});

test("when the line to the server breaks in the middle of an answer, the page says so, and has the whole answer and everything else once it is mended", async ({ openBrowser, visit, model, guard, url }) => {
  guard.allow(lost);
  guard.allowHost(line.url);
  const other = await visit("Yara");
  const conversation = await makeConversation(other, "Cut");
  const reader = await personIn(await openBrowser(), line.url, "Zoe");
  await addMember(url, conversation.projectId, other, reader, "editor");
  const chat = await ChatPage.open(reader, conversation);
  await model.hold("cut", "alpha beta gamma delta epsilon", 2);
  await write(other, conversation, "What if it is cut?");
  await expect(chat.answers.getByRole("paragraph")).toHaveText("alpha beta");

  line.cut();
  await chat.rail.says("reconnecting");
  await chat.ask("while it was cut");
  await expect(chat.messagesBy("Zoe").getByText(words.chat("send.unreached"))).toBeVisible();
  await model.release();
  await write(other, conversation, "meanwhile elsewhere");

  line.mend();
  await chat.rail.says("live");
  await expect(chat.answers.first()).toContainText("alpha beta gamma delta epsilon");
  await expect(chat.messagesBy("Yara").filter({ hasText: "meanwhile elsewhere" })).toHaveCount(1);
  await expect(chat.messagesBy("Zoe").getByText(words.chat("send.unreached"))).toBeHidden();
  await expect(chat.messagesBy("Zoe").filter({ hasText: "while it was cut" })).toHaveCount(1);
  expect(await countOf(other, conversation, "while it was cut")).toBe(1);
});
