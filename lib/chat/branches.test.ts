import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { GET as branchesRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/branches/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { chatBranches, chatSessions, messages } from "@/drizzle/schema";
import { call, json, type TestUser } from "@/drizzle/testing/factories";
import { findView, trunk } from "@/lib/assistant/branch-queries";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { Problem } from "@/lib/core/problems";
import { listMessages } from "./queries";
import type { ChatBranch, Message, MessagePage } from "./schemas";
import { createConversation, storedMessage, type Conversation } from "./testing/conversation";

const texts = (items: Message[]) => items.map(({ content }) => content);
const questions = (items: Message[]) => texts(items.filter(({ role }) => role === "user"));

/** A conversation in which the assistant keeps out, so that its messages are those that are sent. */
async function createThread() {
  const chat = await createConversation({ title: "" });
  const ask = async (content: string, more: Record<string, unknown> = {}, as: TestUser = chat.editor) => (await chat.post({ content, ...more }, as)).message;
  const branches = async (query = "") => json<{ items: ChatBranch[]; nextCursor: string | null }>(await call(branchesRoute, { as: chat.viewer, params: chat.params, query }));
  const active = async () => (await db().select().from(chatSessions).where(eq(chatSessions.id, chat.sessionId)))[0]?.activeBranchId;
  const asked = async (query = "") => questions((await chat.read(query)).items);
  return { ...chat, ask, branches, active, asked };
}

describe("a message that replaces another", () => {
  it("begins a branch with its answer, which becomes the active one; the trunk stays as it was", async () => {
    const chat = await createThread();
    const [one, two] = [await chat.ask("one"), await chat.ask("two")];
    await chat.ask("three");
    const { message, reply } = await chat.post({ content: "two, better", replaces: two.id }, chat.owner);
    expect(message.branchId).not.toBeNull();
    expect(reply?.branchId).toBe(message.branchId);
    expect(await chat.active()).toBe(message.branchId);
    expect((await chat.branches()).items).toEqual([{ id: message.branchId, parentId: null, forkMessageId: two.id, firstMessageId: message.id, userId: chat.owner.actor.id, createdAt: expect.any(String) }]);
    const page = await chat.read();
    expect(page.branchId).toBe(message.branchId);
    expect(questions(page.items)).toEqual(["one", "two, better"]);
    expect(await chat.asked("?branch=main")).toEqual(["one", "two", "three"]);
    expect(await chat.asked(`?branch=${message.branchId}`)).toEqual(["one", "two, better"]);
    const names = chat.events.map(({ name }) => name);
    expect(names.slice(names.indexOf("chat:branch:created")).slice(0, 4)).toEqual(["chat:branch:created", "chat:session:updated", "chat:message:received", "chat:message:received"]);
    expect(chat.events.find(({ name }) => name === "chat:branch:created")).toMatchObject({ payload: { sessionId: chat.sessionId, branchId: message.branchId, forkMessageId: two.id }, thing: (await chat.branches()).items[0] });
    expect(chat.events.findLast(({ name }) => name === "chat:session:updated")?.thing).toMatchObject({ activeBranchId: message.branchId });
    expect(chat.events.find(({ payload }) => payload["messageId"] === message.id)?.payload).toMatchObject({ branchId: message.branchId });
    expect(one.branchId).toBeNull();
  });

  it("the first of a branch stands beside that branch, so that all are versions of one place", async () => {
    const chat = await createThread();
    const one = await chat.ask("one");
    const second = await chat.ask("one, again", { replaces: one.id });
    const third = await chat.ask("one, once more", { replaces: second.id });
    expect((await chat.branches()).items.map(({ parentId, forkMessageId }) => [parentId, forkMessageId])).toEqual([[null, one.id], [null, one.id]]);
    expect(await chat.asked()).toEqual(["one, once more"]);
    const later = await chat.ask("two");
    expect(later.branchId).toBe(third.branchId);
    const nested = await chat.ask("two, again", { replaces: later.id });
    expect((await chat.branches()).items.at(-1)).toMatchObject({ parentId: third.branchId, forkMessageId: later.id });
    expect(await chat.asked()).toEqual(["one, once more", "two, again"]);
    expect(await chat.asked(`?branch=${third.branchId}`)).toEqual(["one, once more", "two"]);
    // What stands before a nested branch's fork may be replaced from within it: the branch leaves where that stands.
    await chat.ask("one, at last", { replaces: one.id, branch: nested.branchId });
    expect((await chat.branches()).items.at(-1)).toMatchObject({ parentId: null, forkMessageId: one.id });
  });

  it("is in its own branch for everybody who replaces the same message at once, each of them whole", async () => {
    const chat = await createThread();
    await chat.ask("before");
    const replaced = await chat.ask("question");
    const made = await Promise.all([chat.editor, chat.owner, chat.editor, chat.owner].map((as, index) => chat.post({ content: `version ${index}`, replaces: replaced.id }, as)));
    expect(new Set(made.map(({ message }) => message.branchId)).size).toBe(4);
    for (const { message, reply } of made) {
      const { items } = await chat.read(`?branch=${message.branchId}`);
      expect(questions(items)).toEqual(["before", message.content]);
      expect(items.at(-1)).toMatchObject({ id: reply?.id, replyTo: message.id, branchId: message.branchId });
    }
    expect((await chat.branches()).items).toHaveLength(4);
    expect((await chat.branches()).items.map(({ id }) => id)).toContain(await chat.active());
  });

  it.each([
    ["that isn't in the conversation", async () => newId(), 422, "/replaces"],
    ["of another conversation", async () => (await createConversation()).send("there").then(({ message }) => message.id), 422, "/replaces"],
    ["of the assistant", async (chat: Conversation) => (await chat.send("here")).reply.id, 422, "/replaces"],
  ])("%s is refused", async (_, find, status, pointer) => {
    const chat = await createConversation();
    const response = await call(sendRoute, { as: chat.editor, params: chat.params, body: { content: "no", replaces: await find(chat) } });
    expect(response.status).toBe(status);
    expect((await json<Problem>(response)).errors?.[0]?.pointer).toBe(pointer);
    expect(await db().select().from(chatBranches).where(eq(chatBranches.sessionId, chat.sessionId))).toEqual([]);
  });
});

describe("a branch", () => {
  it("is written in when it is named, which makes it the active one", async () => {
    const chat = await createThread();
    const one = await chat.ask("one");
    const { branchId } = await chat.ask("two", { replaces: one.id });
    await chat.ask("trunk goes on", { branch: "main" });
    expect(await chat.active()).toBeNull();
    expect(await chat.asked()).toEqual(["one", "trunk goes on"]);
    await chat.ask("branch goes on", { branch: branchId });
    expect(await chat.active()).toBe(branchId);
    await chat.ask("and on");
    expect(await chat.asked()).toEqual(["two", "branch goes on", "and on"]);
    const updates = chat.events.filter(({ name, thing }) => name === "chat:session:updated" && (thing as { title: string }).title === "one");
    expect(updates.map(({ thing }) => (thing as { activeBranchId: string | null }).activeBranchId)).toEqual([null, branchId, null, branchId]);
  });

  it("of another conversation is refused for reading and for writing", async () => {
    const [chat, other] = [await createThread(), await createThread()];
    const one = await other.ask("one");
    const { branchId } = await other.ask("two", { replaces: one.id });
    expect(await chat.read(`?branch=${branchId}`)).toMatchObject({ status: 422, errors: [{ pointer: "?branch" }] });
    const response = await call(sendRoute, { as: chat.editor, params: chat.params, body: { content: "no", branch: branchId } });
    expect([response.status, (await json<Problem>(response)).errors?.[0]?.pointer]).toEqual([422, "/branch"]);
  });

  it("is listed by pages", async () => {
    const chat = await createThread();
    const one = await chat.ask("one");
    for (let index = 0; index < 5; index++) await chat.ask(`again ${index}`, { replaces: one.id });
    const all = (await chat.branches()).items;
    const first = await chat.branches("?limit=3");
    expect([...first.items, ...(await chat.branches(`?limit=3&cursor=${first.nextCursor}`)).items]).toEqual(all);
    expect(await json(await call(branchesRoute, { as: chat.editor, params: { ...chat.params, sessionId: newId() } }))).toMatchObject({ status: 404 });
  });
});

/** A thread of 10,000 messages on its trunk, and three branches upon each other, of 100 messages each. */
async function createLongThread() {
  const chat = await createConversation();
  const rows = (count: number, branchId: string | null, name: string) =>
    Array.from({ length: count }, (_, index) => ({ id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, branchId, userId: chat.editor.actor.id, role: "user" as const, content: `${name} ${index}` }));
  const insert = async (made: ReturnType<typeof rows>) => {
    for (let start = 0; start < made.length; start += 2_000) await db().insert(messages).values(made.slice(start, start + 2_000));
    return made;
  };
  let stem = await insert(rows(10_000, null, "trunk"));
  const view = stem.slice(0, 40);
  let parentId: string | null = null;
  for (const [index, forkAt] of [40, 60, 70].entries()) {
    const branchId: string = newId();
    await db().insert(chatBranches).values({ id: branchId, projectId: chat.projectId, sessionId: chat.sessionId, parentId, forkMessageId: stem[forkAt]?.id ?? "", userId: null });
    stem = await insert(rows(100, branchId, `branch ${index}`));
    view.push(...stem.slice(0, [60, 70, 100][index]));
    parentId = branchId;
  }
  await db().execute(sql`analyze messages`);
  return { chat, view: view.map(({ id, content }) => ({ id, content })), branchId: parentId };
}

describe("a long conversation with branches upon branches", () => {
  it("is read to its end and back through every part of a view", { timeout: 60_000 }, async () => {
    const { chat, view, branchId } = await createLongThread();
    let page = await chat.read(`?branch=${branchId}&limit=100`);
    const backwards = [page];
    while (page.previousCursor) backwards.unshift((page = await chat.read(`?limit=100&cursor=${page.previousCursor}`)));
    expect(backwards.flatMap(({ items }) => texts(items))).toEqual(view.map(({ content }) => content));
    const forwards = [page];
    while (page.nextCursor) forwards.push((page = await chat.read(`?limit=100&cursor=${page.nextCursor}`)));
    expect(forwards.flatMap(({ items }) => texts(items))).toEqual(view.map(({ content }) => content));
  });

  it("is read through indexes wherever a page begins, and never as a whole", { timeout: 60_000 }, async () => {
    const { chat, view, branchId } = await createLongThread();
    const place = { projectId: chat.projectId, sessionId: chat.sessionId };
    for (const viewed of [branchId, null]) {
      const found = await findView(db(), place, viewed);
      for (const from of [null, view.at(-1)?.id ?? "", view[50]?.id ?? "", view[1]?.id ?? ""]) {
        for (const towards of ["older", "newer"] as const) {
          const query = listMessages(db(), place, found ?? trunk, { from, towards }, 51).getSQL();
          const plan = JSON.stringify(await db().execute(sql`explain (format json) ${query}`));
          expect(plan).toMatch(/"Index Name":"messages_(session|branch|pkey)"/);
          expect(plan).not.toMatch(/"Seq Scan"[^{}]*"Relation Name":"messages"/);
        }
      }
    }
  });

  it("is opened around a message of any part, in its view, and goes on from there to both sides", { timeout: 60_000 }, async () => {
    const { chat, view, branchId } = await createLongThread();
    for (const index of [0, 39, 40, 99, 150, view.length - 1]) {
      const page: MessagePage = await chat.read(`?branch=${branchId}&around=${view[index]?.id}&limit=21`);
      expect(page.items.map(({ id }) => id)).toEqual(view.slice(Math.max(0, index - 10), index + 11).map(({ id }) => id));
      expect([page.branchId, page.previousCursor !== null, page.nextCursor !== null]).toEqual([branchId, index > 10, index + 11 < view.length]);
    }
    const middle = await chat.read(`?branch=${branchId}&around=${view[100]?.id}&limit=21`);
    expect(texts((await chat.read(`?limit=5&cursor=${middle.previousCursor}`)).items)).toEqual(view.slice(85, 90).map(({ content }) => content));
    expect(texts((await chat.read(`?limit=5&cursor=${middle.nextCursor}`)).items)).toEqual(view.slice(111, 116).map(({ content }) => content));
    // Without a branch, the message's own.
    expect(await chat.read(`?around=${view[0]?.id}&limit=3`)).toMatchObject({ branchId: null });
    expect(await chat.read(`?around=${view.at(-1)?.id}&limit=1`)).toMatchObject({ branchId, items: [{ id: view.at(-1)?.id }], nextCursor: null });
  });
});

describe("a place in a conversation", () => {
  it("is unknown when the message isn't there, or isn't in the branch that is named", async () => {
    const [chat, other] = [await createThread(), await createThread()];
    const one = await chat.ask("one");
    const { branchId } = await chat.ask("two", { replaces: one.id });
    const foreign = await other.ask("foreign");
    for (const query of [`?around=${newId()}`, `?around=${foreign.id}`, `?around=${one.id}&branch=${branchId}`]) expect(await chat.read(query)).toMatchObject({ status: 404 });
    expect(await chat.asked(`?around=${one.id}`)).toEqual(["one"]);
  });

  it("that a cursor names stays in its view, and fits no other", async () => {
    const chat = await createThread();
    const [one] = [await chat.ask("one"), await chat.ask("two"), await chat.ask("three")];
    const { previousCursor } = await chat.read("?limit=1");
    const { branchId } = await chat.ask("another", { replaces: one.id });
    expect(questions((await chat.read(`?cursor=${previousCursor}`)).items)).toEqual(["one", "two", "three"]);
    expect(questions((await chat.read(`?cursor=${previousCursor}&branch=main`)).items)).toEqual(["one", "two", "three"]);
    expect(await chat.read(`?cursor=${previousCursor}&branch=${branchId}`)).toMatchObject({ status: 422, errors: [{ pointer: "?cursor" }] });
  });
});

describe("mentions", () => {
  it("are the members whose names are written, who are told, but for the writer", async () => {
    const chat = await createThread();
    const message = await chat.ask("@olga and @Edda: not @Otto, nor vito");
    expect(message.mentions).toEqual([chat.owner.actor.id, chat.editor.actor.id]);
    expect((await storedMessage(message.id))?.mentions).toEqual(message.mentions);
    const told = await db().execute<{ user_id: string; kind: string }>(sql`select user_id, kind from notifications where project_id = ${chat.projectId}`);
    expect([...told]).toEqual([{ user_id: chat.owner.actor.id, kind: "chat:message:received" }]);
  });
});
