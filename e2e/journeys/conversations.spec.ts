import { api, paths } from "../../lib/http/paths";
import { addMember, request } from "../support/api";
import { makeConversation, write, type Conversation, type Person } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";
import { SearchPalette } from "../pages/search-palette";

/** A further conversation of a project, in which the assistant keeps silent. */
async function quietConversation(owner: Person, { projectId }: Conversation, title: string): Promise<Conversation> {
  const session = await request<{ id: string }>(owner.url, "POST", api.chatSessions(projectId), owner.token, { title });
  await request(owner.url, "PATCH", api.chatSession(projectId, session.id), owner.token, { assistantMode: "never" });
  return { projectId, sessionId: session.id };
}

test("what one pins stands first, for oneself only, and stays there", async ({ visit, url }) => {
  const owner = await visit("Ada");
  const other = await visit("Bela");
  const first = await makeConversation(owner, "The oldest talk");
  await quietConversation(owner, first, "A newer talk");
  await addMember(url, first.projectId, owner, other, "viewer");
  const chat = await ChatPage.open(owner, first);
  const { titles } = chat.rail;
  await expect(titles).toHaveText(["A newer talk", "The oldest talk"]);

  await chat.rail.choose("The oldest talk", words.shell("conversation.pin"));
  await expect(titles).toHaveText(["The oldest talk", "A newer talk"]);
  await owner.page.reload();
  await expect(chat.rail.conversations.getByRole("heading", { name: words.shell("rail.pinned") })).toBeVisible();
  await expect(titles).toHaveText(["The oldest talk", "A newer talk"]);
  const others = await ChatPage.open(other, first);
  await expect(others.rail.titles).toHaveText(["A newer talk", "The oldest talk"]);

  await chat.rail.choose("The oldest talk", words.shell("conversation.unpin"));
  await expect(titles).toHaveText(["A newer talk", "The oldest talk"]);
});

test("what others write elsewhere is counted as it comes, in every tab, until it is read in one", async ({ visit, url }) => {
  const reader = await visit("Cleo");
  const writer = await visit("Dora");
  const orchard = await quietConversation(reader, await makeConversation(reader, "First"), "Orchard");
  const harbour = await quietConversation(reader, orchard, "Harbour");
  await addMember(url, orchard.projectId, reader, writer, "editor");
  const chat = await ChatPage.open(reader, orchard);
  const tab = await ChatPage.open(reader, orchard, await reader.context.newPage());

  await write(writer, harbour, "one");
  await chat.rail.saysOf("Harbour", words.shell("rail.unread", { count: 1 }));
  await write(writer, harbour, "two");
  for (const { rail } of [chat, tab]) await rail.saysOf("Harbour", words.shell("rail.unread", { count: 2 }));
  await chat.page.reload();
  await chat.rail.saysOf("Harbour", words.shell("rail.unread", { count: 2 }));

  await chat.rail.conversation("Harbour").click();
  await expect(chat.saying("two")).toBeVisible();
  for (const { rail } of [chat, tab]) await rail.saysNothingNewOf("Harbour");
  await tab.page.close();
  await write(writer, orchard, "back");
  await chat.rail.saysOf("Orchard", words.shell("rail.unread", { count: 1 }));
});

test("a deleted conversation goes at once for everyone, and comes back whole when that is undone", async ({ visit, url }) => {
  const owner = await visit("Emil");
  const reader = await visit("Fina");
  const conversation = await makeConversation(owner, "Not for long");
  const stays = await quietConversation(owner, conversation, "Stays");
  await write(owner, stays, "still here");
  await addMember(url, conversation.projectId, owner, reader, "viewer");
  const chat = await ChatPage.open(owner, conversation);
  await chat.ask("What is written here?");
  await chat.answered();
  const reading = await ChatPage.open(reader, stays);
  await reading.rail.choose("Not for long", words.shell("conversation.pin"));
  await expect(reading.rail.titles).toHaveText(["Not for long", "Stays"]);

  await chat.rail.choose("Not for long", words.shell("conversation.delete"));
  await owner.page.waitForURL(`**${paths.newChat(conversation.projectId)}`);
  for (const { rail } of [chat, reading]) await expect(rail.conversation("Not for long")).toBeHidden();
  await expect(owner.page.getByText(words.conversation("gone"))).toBeHidden();

  await owner.page.getByRole("button", { name: words.shell("undo") }).click();
  await owner.page.waitForURL(`**${paths.chat(conversation.projectId, conversation.sessionId)}`);
  await expect(chat.saying("What is written here?").first()).toBeVisible();
  await expect(chat.rail.conversation("Not for long")).toBeVisible();
  await expect(reading.rail.titles).toHaveText(["Not for long", "Stays"]);
  await expect(reading.rail.conversations.getByRole("heading", { name: words.shell("rail.pinned") })).toBeVisible();
});

test("a search finds what was said as one types, by keyboard alone, and leads to its place among many", async ({ visit }) => {
  const person = await visit("Gert");
  const elsewhere = await makeConversation(person, "Elsewhere");
  const conversation = await quietConversation(person, elsewhere, "A long talk");
  await write(person, conversation, "The heron stands in the reeds, <b>quite</b> still.");
  for (let number = 1; number <= 55; number += 1) await write(person, conversation, `Line ${number} of many`);
  const chat = await ChatPage.open(person, elsewhere);
  const search = new SearchPalette(person.page);

  await search.open();
  await search.field.pressSequentially("herons reed");
  await expect(search.results).toHaveCount(1);
  await expect(search.results).toContainText("A long talk");
  await expect(search.results.locator("mark")).toHaveText(["heron", "reeds"]);
  // Before that, Enter would open what was found for fewer letters, and so does nothing.
  await expect(search.list).toHaveAttribute("aria-busy", "false");
  await person.page.keyboard.press("Enter");
  await person.page.waitForURL(`**${paths.chat(conversation.projectId, conversation.sessionId)}?message=*`);
  await expect(chat.saying("The heron stands").first()).toBeInViewport();
  await expect(search.field).toBeHidden();

  await search.open();
  await search.field.fill("Line 12");
  await search.all.click();
  await expect(person.page.getByRole("heading", { level: 1, name: words.search("title") })).toBeVisible();
  const hits = person.page.getByRole("list", { name: words.search("results") }).getByRole("link");
  await expect(hits.first()).toContainText("Line 12 of many");
  await hits.first().click();
  await expect(chat.saying("Line 12 of many")).toBeInViewport();

  await search.open();
  await search.field.fill("zymurgy");
  await expect(person.page.getByText(words.search("none.text", { query: "zymurgy" }))).toBeVisible();
});

test("where the assistant is to keep silent, it does, and everyone sees so", async ({ visit, url }) => {
  const owner = await visit("Hana");
  const other = await visit("Ivo");
  const conversation = await makeConversation(owner, "Among ourselves");
  await addMember(url, conversation.projectId, owner, other, "editor");
  const chat = await ChatPage.open(owner, conversation);
  const others = await ChatPage.open(other, conversation);
  const silent = { name: words.conversation("assistant.short.never") };

  await chat.page.getByRole("button", { name: words.conversation("assistant.open") }).click();
  await chat.page.getByRole("radio", { name: words.conversation("assistant.modes.never") }).click();
  await expect(chat.page.getByRole("button", silent)).toBeVisible();
  await expect(others.page.getByRole("button", silent)).toBeVisible();
  await chat.page.keyboard.press("Escape");

  await others.ask("Does anybody answer?");
  await expect(chat.saying("Does anybody answer?")).toBeVisible();
  await others.ask("Only people do.");
  await expect(chat.saying("Only people do.")).toBeVisible();
  await expect(chat.answers).toHaveCount(0);
});
