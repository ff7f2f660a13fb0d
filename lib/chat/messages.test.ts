import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { call, json } from "@/drizzle/testing/factories";
import { messages, messageVersions } from "@/drizzle/schema";
import { PUT as reactRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/reactions/[emoji]/route";
import { GET as versionsRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/versions/route";
import { DELETE as deleteRoute, GET as getRoute, PUT as updateRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { PATCH as updateSessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { POST as typingRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/typing/route";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { Problem } from "@/lib/core/problems";
import type { Message, MessageVersion } from "./schemas";
import { createConversation, storedMessage, type Conversation } from "./testing/conversation";

const texts = (items: Message[]) => items.map(({ content }) => content);

async function fill(chat: Conversation, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, userId: chat.editor.actor.id, role: "user" as const, content: `m${index}` }));
  await db().insert(messages).values(rows);
  return rows.map(({ content }) => content);
}

describe("pages of messages", () => {
  it("lead from the newest to the oldest and back, each message once, oldest first within a page", async () => {
    const chat = await createConversation();
    const all = await fill(chat, 120);
    let page = await chat.read();
    expect(texts(page.items)).toEqual(all.slice(70));
    expect(page.nextCursor).toBeNull();
    const backwards = [page];
    while (page.previousCursor) backwards.unshift((page = await chat.read(`?cursor=${page.previousCursor}`)));
    expect(backwards.map(({ items }) => items.length)).toEqual([20, 50, 50]);
    expect(backwards.flatMap(({ items }) => texts(items))).toEqual(all);
    const forwards = [page];
    while (page.nextCursor) forwards.push((page = await chat.read(`?cursor=${page.nextCursor}`)));
    expect(forwards.flatMap(({ items }) => texts(items))).toEqual(all);
  });

  it("go on after the last message once there are newer ones", async () => {
    const chat = await createConversation();
    await fill(chat, 3);
    const older = await chat.read("?limit=1");
    const newest = await chat.read(`?limit=2&cursor=${(await chat.read(`?limit=1&cursor=${older.previousCursor}`)).nextCursor}`);
    expect(texts(newest.items)).toEqual(["m2"]);
    expect(newest).toMatchObject({ nextCursor: null, previousCursor: expect.any(String) });
  });

  it("are empty for a new conversation, and unknown for one of another project", async () => {
    const [chat, other] = [await createConversation(), await createConversation()];
    expect(await chat.read()).toEqual({ items: [], branchId: null, nextCursor: null, previousCursor: null });
    expect(await other.read("", chat.editor)).toMatchObject({ status: 404 });
  });
});

describe("a message", () => {
  it("is edited by its author, which shows, and not by another editor or a viewer", async () => {
    const chat = await createConversation();
    const { message } = await chat.send("teh plan");
    const at = { ...chat.params, messageId: message.id };
    const edited = await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content: "the plan" } });
    expect(await json(edited)).toMatchObject({ id: message.id, content: "the plan", userName: "Edda", metadata: { editedAt: expect.any(String) } });
    expect((await call(updateRoute, { as: chat.viewer, params: at, method: "PUT", body: { content: "hacked" } })).status).toBe(403);
    expect(await json(await call(getRoute, { as: chat.viewer, params: at }))).toMatchObject({ content: "the plan" });
    const { message: owners } = await chat.send("by the owner", chat.owner);
    expect((await call(updateRoute, { as: chat.editor, params: { ...chat.params, messageId: owners.id }, method: "PUT", body: { content: "hacked" } })).status).toBe(403);
    expect((await storedMessage(owners.id))?.content).toBe("by the owner");
  });

  it("keeps what it said before as versions, newest first, and only where the text really changed", async () => {
    const chat = await createConversation();
    const { message } = await chat.send("one");
    const at = { ...chat.params, messageId: message.id };
    const edit = async (content: string, as = chat.editor) => json<Message>(await call(updateRoute, { as, params: at, method: "PUT", body: { content } }));
    const versions = async (query = "") => json<{ items: MessageVersion[]; nextCursor: string | null }>(await call(versionsRoute, { as: chat.viewer, params: at, query }));
    expect((await versions()).items).toEqual([]);
    const second = await edit("two");
    expect(await edit("two")).toEqual(second);
    const third = await edit("three", chat.owner);
    expect(third).toMatchObject({ content: "three", versions: 2, userName: "Edda" });
    const { items } = await versions();
    expect(items).toEqual([
      { version: 2, content: "two", status: "complete", citations: [], metadata: second.metadata, userId: chat.owner.actor.id, writtenAt: items[1]?.replacedAt, replacedAt: expect.any(String) },
      { version: 1, content: "one", status: "complete", citations: [], metadata: {}, userId: chat.editor.actor.id, writtenAt: message.createdAt, replacedAt: expect.any(String) },
    ]);
    const page = await versions("?limit=1");
    expect([...page.items, ...(await versions(`?cursor=${page.nextCursor}`)).items]).toEqual(items);
    expect(await json(await call(versionsRoute, { as: chat.viewer, params: { ...at, messageId: newId() } }))).toMatchObject({ status: 404 });
    expect(await json(await call(versionsRoute, { as: chat.outsider, params: at }))).toMatchObject({ status: 404 });
  });

  it("that is edited by several at once keeps each of their texts", async () => {
    const chat = await createConversation();
    const { message } = await chat.send("original");
    const at = { ...chat.params, messageId: message.id };
    const edits = Array.from({ length: 6 }, (_, index) => `edit ${index}`);
    await Promise.all(edits.map((content, index) => call(updateRoute, { as: index % 2 ? chat.editor : chat.owner, params: at, method: "PUT", body: { content } })));
    const stored = await storedMessage(message.id);
    const { items } = await json<{ items: MessageVersion[] }>(await call(versionsRoute, { as: chat.viewer, params: at }));
    expect(stored?.versions).toBe(6);
    expect([stored?.content, ...items.map(({ content }) => content)].toSorted()).toEqual(["original", ...edits].toSorted());
  });

  it("that is edited tells only those whom it names for the first time", async () => {
    const chat = await createConversation();
    const { message } = await chat.send("@Olga, look");
    const at = { ...chat.params, messageId: message.id };
    expect(await json(await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content: "@Olga and @Vito, look" } }))).toMatchObject({ mentions: [chat.owner.actor.id, chat.viewer.actor.id] });
    await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content: "@Vito, look" } });
    for (const content of ["@Olga, @Vito: back", "nobody", "`@Olga` and\n\n> @Vito", "@Vito and @Olga"]) await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content } });
    await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content: "@Vito, look again" } });
    const told = await db().execute<{ user_id: string; kind: string }>(sql`select user_id, kind from notifications where project_id = ${chat.projectId} order by created_at, kind`);
    expect([...told]).toEqual([{ user_id: chat.owner.actor.id, kind: "chat:message:received" }, { user_id: chat.viewer.actor.id, kind: "chat:message:updated" }]);
    expect((await storedMessage(message.id))?.mentions).toEqual([chat.viewer.actor.id]);
  });

  it("is deleted with its versions, reactions and mentions, and its branches go on", async () => {
    const chat = await createConversation();
    const { message } = await chat.send("@Olga, one");
    const at = { ...chat.params, messageId: message.id };
    await call(updateRoute, { as: chat.editor, params: at, method: "PUT", body: { content: "@Olga, two" } });
    await call(reactRoute, { as: chat.editor, params: { ...at, emoji: "👍" }, method: "PUT" });
    const { message: other, reply } = await chat.post({ content: "another way", replaces: message.id });
    expect((await call(deleteRoute, { as: chat.editor, params: at, method: "DELETE" })).status).toBe(204);
    expect(await storedMessage(message.id)).toMatchObject({ content: "", versions: 0, reactions: [], mentions: [], deletedAt: expect.any(String) });
    expect(await db().select().from(messageVersions).where(eq(messageVersions.messageId, message.id))).toEqual([]);
    expect(await json(await call(versionsRoute, { as: chat.viewer, params: at }))).toMatchObject({ items: [] });
    expect((await chat.read()).items.map(({ id }) => id)).toEqual([other.id, reply?.id]);
    const { message: next } = await chat.post({ content: "and on" });
    expect(next.branchId).toBe(other.branchId);
    expect((await call(sendRoute, { as: chat.editor, params: chat.params, body: { content: "once more", replaces: message.id } })).status).toBe(409);
  });

  it("is deleted by its author or a moderator: the trace stays, the text doesn't", async () => {
    const chat = await createConversation();
    const { message, reply } = await chat.send("secret");
    await chat.settled(reply.id);
    expect((await call(deleteRoute, { as: chat.viewer, params: { ...chat.params, messageId: message.id }, method: "DELETE" })).status).toBe(403);
    expect((await call(deleteRoute, { as: chat.editor, params: { ...chat.params, messageId: reply.id }, method: "DELETE" })).status).toBe(403);
    for (const [as, messageId] of [[chat.editor, message.id], [chat.owner, reply.id]] as const) {
      expect((await call(deleteRoute, { as, params: { ...chat.params, messageId }, method: "DELETE" })).status).toBe(204);
      expect(await storedMessage(messageId)).toMatchObject({ content: "", citations: [], metadata: {}, deletedAt: expect.any(String) });
    }
    expect((await chat.read()).items.map(({ content, deletedAt }) => [content, deletedAt !== null])).toEqual([["", true], ["", true]]);
    const last = chat.events.findLast(({ name }) => name === "chat:message:updated");
    expect(last).toMatchObject({ payload: { messageId: reply.id, deleted: true }, thing: { content: "" } });
    expect((await call(updateRoute, { as: chat.editor, params: { ...chat.params, messageId: message.id }, method: "PUT", body: { content: "again" } })).status).toBe(409);
    expect((await chat.retry(reply.id)).status).toBe(409);
  });

  it("of the assistant is edited by nobody", async () => {
    const chat = await createConversation();
    const { reply } = await chat.send("Hello?");
    const answer = await chat.settled(reply.id);
    expect((await call(updateRoute, { as: chat.owner, params: { ...chat.params, messageId: reply.id }, method: "PUT", body: { content: "put in its mouth" } })).status).toBe(403);
    expect((await storedMessage(reply.id))?.content).toBe(answer.content);
  });

  it.each([
    ["a NUL character", { content: "a\u0000b" }, 400, undefined],
    ["no text but spaces", { content: " \n" }, 422, "/content"],
    ["32,001 characters", { content: "x".repeat(32_001) }, 422, "/content"],
    ["a number", { content: 5 }, 422, expect.any(String)],
    ["a reply to a message that isn't there", { content: "ok", replyTo: newId() }, 422, "/replyTo"],
    ["nothing", {}, 422, expect.any(String)],
    ["an AI SDK body without text", { messages: [{ role: "user", parts: [{ type: "text", text: " " }] }] }, 422, "/messages/0/parts"],
  ])("with %s is refused and not stored", async (_, body, status, pointer) => {
    const chat = await createConversation();
    const response = await call(sendRoute, { as: chat.editor, params: chat.params, body });
    expect(response.status).toBe(status);
    expect((await json<Problem>(response)).errors?.[0]?.pointer).toEqual(pointer);
    expect((await chat.read()).items).toEqual([]);
  });

  it("of a viewer or an outsider is refused, and so is one to an archived or unknown conversation", async () => {
    const chat = await createConversation();
    const post = async (as: Conversation["editor"], sessionId = chat.sessionId) => (await call(sendRoute, { as, params: { ...chat.params, sessionId }, body: { content: "Hi" } })).status;
    expect(await post(chat.viewer)).toBe(403);
    expect(await post(chat.outsider)).toBe(404);
    expect(await post(chat.editor, newId())).toBe(404);
    await call(updateSessionRoute, { as: chat.editor, params: chat.params, body: { archived: true } });
    expect(await post(chat.editor)).toBe(409);
    expect((await chat.read()).items).toEqual([]);
  });
});

describe("typing", () => {
  it("reaches the members' streams and is not stored", async () => {
    const chat = await createConversation();
    expect((await call(typingRoute, { as: chat.editor, params: chat.params, body: { state: "start" } })).status).toBe(204);
    await vi.waitFor(() => expect(chat.events.find(({ name }) => name === "chat:typing:indicator")).toMatchObject({ seq: null, payload: { sessionId: chat.sessionId, userId: chat.editor.actor.id, name: "Edda", state: "start" } }));
    expect((await call(typingRoute, { as: chat.viewer, params: chat.params, body: { state: "start" } })).status).toBe(403);
    expect((await call(typingRoute, { as: chat.editor, params: { ...chat.params, sessionId: newId() }, body: { state: "stop" } })).status).toBe(404);
    expect((await call(typingRoute, { as: chat.editor, params: chat.params, body: { state: "maybe" } })).status).toBe(422);
  });
});
