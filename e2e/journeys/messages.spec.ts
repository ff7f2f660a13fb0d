import { api } from "../../lib/http/paths";
import { addMember, request } from "../support/api";
import { makeConversation, write, type Conversation, type Person } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";
import { MessageActions } from "../pages/message-actions";

type Side = { person: Person; chat: ChatPage; actions: MessageActions };
type Visit = (name: string) => Promise<Person>;

const sideOf = async (person: Person, conversation: Conversation): Promise<Side> => ({ person, chat: await ChatPage.open(person, conversation), actions: new MessageActions(person.page) });

/** Two people who look at a conversation, in which the assistant is silent. */
async function twoPeople(visit: Visit, one: string, two: string): Promise<{ conversation: Conversation; mine: Side; theirs: Side }> {
  const [owner, other] = [await visit(one), await visit(two)];
  const conversation = await makeConversation(owner, "Between us");
  await request(owner.url, "PATCH", api.chatSession(conversation.projectId, conversation.sessionId), owner.token, { assistantMode: "never" });
  await addMember(owner.url, conversation.projectId, owner, other, "editor");
  return { conversation, mine: await sideOf(owner, conversation), theirs: await sideOf(other, conversation) };
}

test("a reaction shows for both at once, counts who joins, and goes when it is taken back", async ({ visit }) => {
  const { mine, theirs } = await twoPeople(visit, "Ada", "Bela");
  await mine.chat.ask("Shall we meet at the mill?");
  const message = ({ chat }: Side) => chat.saying("Shall we meet");
  await expect(message(theirs)).toBeVisible();

  await theirs.actions.react(message(theirs), "thumbs up");
  await expect(theirs.actions.reaction(message(theirs), "👍", 1)).toHaveAttribute("aria-pressed", "true");
  const chip = mine.actions.reaction(message(mine), "👍", 1);
  await expect(chip).toHaveAttribute("aria-pressed", "false");
  await chip.hover();
  await expect(mine.chat.page.getByText(words.chat("reactions.by", { people: "Bela", emoji: "👍" }))).toBeVisible();

  await chip.click();
  for (const side of [mine, theirs]) await expect(side.actions.reaction(message(side), "👍", 2)).toBeVisible();
  await theirs.actions.reaction(message(theirs), "👍", 2).click();
  await mine.actions.reaction(message(mine), "👍", 1).click();
  for (const side of [mine, theirs]) await expect(message(side).getByRole("group", { name: words.chat("reactions.label") })).toBeHidden();
});

test("a reply says what it answers and leads there; a pin stands on its message for both", async ({ visit }) => {
  const { conversation, mine, theirs } = await twoPeople(visit, "Cleo", "Dora");
  await write(theirs.person, conversation, "The gates close by themselves.");
  for (let number = 1; number <= 8; number += 1) await write(theirs.person, conversation, Array.from({ length: 6 }, (_, line) => `Thought ${number}, line ${line}`).join("\n\n"));
  const replying = mine.chat.page.getByRole("group", { name: words.chat("reply.to", { author: "Dora" }) });

  await mine.actions.choose(mine.chat.saying("Thought 8"), "reply");
  await expect(mine.chat.composer).toBeFocused();
  await expect(replying).toContainText("Thought 8");
  await mine.chat.composer.press("Escape");
  await expect(replying).toBeHidden();

  // Only what is near the view is on the page.
  await mine.chat.thread.press("Home");
  await mine.actions.choose(mine.chat.saying("The gates close"), "reply");
  await mine.chat.ask("When the tide turns?");
  await expect(replying).toBeHidden();
  const reply = theirs.chat.messagesBy("Cleo");
  await expect(reply).toContainText("When the tide turns?");
  await theirs.actions.quote(reply, "Dora").click();
  await expect(theirs.chat.messages.filter({ hasText: /^.*The gates close by themselves\.$/ }).first()).toBeInViewport();

  await theirs.chat.thread.press("End");
  await mine.actions.choose(mine.chat.messagesBy("Cleo"), "pin");
  for (const { chat } of [mine, theirs]) await expect(chat.messagesBy("Cleo").getByText(words.chat("pinned"))).toBeVisible();
  await mine.actions.choose(mine.chat.messagesBy("Cleo"), "unpin");
  for (const { chat } of [mine, theirs]) await expect(chat.messagesBy("Cleo").getByText(words.chat("pinned"))).toBeHidden();
});

test("what is begun is there in another browser, with the message that it answers, until it is sent", async ({ visit, openBrowser }) => {
  const { conversation, mine } = await twoPeople(visit, "Emil", "Fina");
  const { person, chat, actions } = mine;
  const draft = async () => (await request<{ draft: string }>(person.url, "GET", api.sessionState(conversation.projectId, conversation.sessionId), person.token)).draft;
  await chat.ask("Where is the key?");
  await actions.choose(chat.saying("Where is the key?"), "reply");
  await chat.composer.fill("Under the st");
  await expect.poll(draft).toBe("Under the st");

  const context = await openBrowser();
  await context.addCookies(await person.context.cookies());
  const elsewhere = await ChatPage.open(person, conversation, await context.newPage());
  await expect(elsewhere.composer).toHaveValue("Under the st");
  await expect(elsewhere.page.getByRole("group", { name: words.chat("reply.to", { author: "Emil" }) })).toContainText("Where is the key?");
  await elsewhere.ask("Under the stone");
  await expect(chat.saying("Under the stone")).toBeVisible();
  await expect.poll(draft).toBe("");
});

test("an edit keeps its place and what was said before; the arrow up begins it", async ({ visit }) => {
  const { mine, theirs } = await twoPeople(visit, "Gert", "Hana");
  await mine.chat.ask("The pond is three metres deep");
  await expect(mine.chat.saying("three metres")).toContainText(words.chat("delivery.readBy", { people: "Hana" }));
  await mine.chat.composer.press("ArrowUp");
  const field = mine.chat.page.getByRole("textbox", { name: words.chat("edit.label") });
  await expect(field).toBeFocused();
  await field.press("Escape");
  await expect(field).toBeHidden();

  await mine.actions.edit(mine.chat.saying("three metres"), "The pond is four metres deep", "edit.save");
  for (const { chat } of [mine, theirs]) await expect(chat.saying("four metres")).toBeVisible();
  await mine.actions.edit(mine.chat.saying("four metres"), "The pond is five metres deep", "edit.save");
  const message = theirs.chat.saying("five metres");
  await message.getByRole("button", { name: words.chat("history.open") }).click();
  const history = theirs.chat.page.getByRole("dialog", { name: words.chat("history.title") });
  await expect(history.getByRole("listitem")).toHaveCount(2);
  await expect(history).toContainText("The pond is three metres deep");
  await expect(history).toContainText("The pond is four metres deep");
});

test("asking again begins another version of the conversation, and both can be read; so can an earlier answer", async ({ visit, model }) => {
  const person = await visit("Ines");
  const conversation = await makeConversation(person, "Versions");
  const { chat, actions } = await sideOf(person, conversation);
  await model.set({ script: { "how deep": "Four metres.", "how wide": "Twenty metres.", more: "And then?" } });
  await chat.ask("How deep is the pond?");
  await chat.answered();
  await chat.ask("Tell me more");
  await chat.answered(2);

  await actions.edit(chat.saying("How deep is the pond?").first(), "How wide is the pond?", "edit.askAgain");
  await expect(chat.answers.last()).toContainText("Twenty metres.");
  await expect(chat.messages).toHaveCount(2);
  await actions.version(chat.messagesBy("Ines").first(), "branch.previous").click();
  await expect(chat.saying("How deep is the pond?").first()).toBeVisible();
  await expect(chat.saying("And then?")).toBeVisible();
  await actions.version(chat.messagesBy("Ines").first(), "branch.next").click();
  await expect(chat.messages).toHaveCount(2);

  await model.set({ script: { "how wide": "Twenty-five metres." } });
  await actions.choose(chat.answers.first(), "retry");
  await expect(chat.answers.first()).toContainText("Twenty-five metres.");
  await chat.answered();
  await actions.version(chat.answers.first(), "versions.previous").click();
  await expect(chat.answers.first()).toContainText("Twenty metres.");
  await actions.version(chat.answers.first(), "versions.next").click();
  await expect(chat.answers.first()).toContainText("Twenty-five metres.");

  await model.set({ script: { more: "And then?" } });
  await chat.ask("Tell me more");
  await chat.answered(2);
  await model.set({ script: { more: "What else?" } });
  await actions.choose(chat.answers.last(), "retry");
  await expect(chat.answers.last()).toContainText("What else?");
  await chat.answered(2);
  await actions.version(chat.answers.first(), "versions.previous").click();
  await actions.version(chat.answers.last(), "versions.previous").click();
  await expect(chat.answers.last()).toContainText("And then?");
  await expect(chat.answers.first()).toContainText("Twenty metres.");
});

test("one's own message is sent, delivered and read, with who read it; an assistant that waits for its name answers when it is asked to", async ({ visit, model }) => {
  const owner = await visit("Jona");
  const reader = await visit("Kaja");
  const conversation = await makeConversation(owner, "Receipts");
  const mine = await sideOf(owner, conversation);
  await request(owner.url, "PATCH", api.chatSession(conversation.projectId, conversation.sessionId), owner.token, { assistantMode: "mentioned" });
  await addMember(owner.url, conversation.projectId, owner, reader, "editor");
  await mine.chat.ask("Is anybody there?");
  const message = mine.chat.saying("Is anybody there?");
  await expect(message).toContainText(words.chat("delivery.sent"));

  const theirs = await sideOf(reader, conversation);
  await expect(theirs.chat.saying("Is anybody there?")).toBeVisible();
  await expect(message).toContainText(words.chat("delivery.readBy", { people: "Kaja" }));
  await message.getByRole("button", { name: words.chat("delivery.readBy", { people: "Kaja" }) }).click();
  await expect(mine.chat.page.getByRole("dialog", { name: words.chat("delivery.readers") }).getByRole("listitem")).toContainText("Kaja");
  await mine.chat.page.keyboard.press("Escape");

  await model.set({ script: { anybody: "I am here." } });
  await theirs.actions.choose(theirs.chat.saying("Is anybody there?"), "ask");
  for (const { chat } of [mine, theirs]) await expect(chat.answers).toContainText("I am here.");
});

test("an @ offers those who are here, and the name stands out for whom it means", async ({ visit }) => {
  const { mine, theirs } = await twoPeople(visit, "Lena", "Mato");
  await mine.chat.composer.pressSequentially("Ask @ma");
  const option = mine.chat.page.getByRole("option", { name: "Mato" });
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(option).toContainText(words.chat("mention.here"));
  await mine.chat.composer.press("Enter");
  await expect(mine.chat.composer).toHaveValue("Ask @Mato ");
  await mine.chat.composer.pressSequentially("please");
  await mine.chat.composer.press("Enter");
  await expect(theirs.chat.messagesBy("Lena").getByText("@Mato", { exact: true })).toBeVisible();
});
