import { beforeEach, describe, expect, it } from "vitest";
import { addMember, call, createUser, json } from "@/drizzle/testing/factories";
import { chatBranches, chatSessions, chatSessionMembers, messages } from "@/drizzle/schema";
import { PUT as draftRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/draft/route";
import { DELETE as unpinRoute, PUT as pinRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/pin/route";
import { PUT as readRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/read/route";
import { GET as readersRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/readers/route";
import { GET as stateRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/state/route";
import { GET as sessionsRoute } from "@/app/api/projects/[projectId]/chat/sessions/route";
import { GET as statesRoute } from "@/app/api/projects/[projectId]/chat/states/route";
import { POST as archiveRoute } from "@/app/api/projects/[projectId]/archive/route";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { Problem } from "@/lib/core/problems";
import { eq } from "drizzle-orm";
import { createConversation, type Conversation } from "./testing/conversation";
import type { ChatSession, SessionReader, SessionState } from "./schemas";

let talk: Conversation;
beforeEach(async () => {
  talk = await createConversation();
});

type Page<T> = { items: T[]; nextCursor: string | null };
const state = async (as = talk.viewer, params = talk.params) => json<SessionState>(await call(stateRoute, { as, params }));
const states = async (as = talk.viewer, query = "") => json<Page<SessionState>>(await call(statesRoute, { as, params: { projectId: talk.projectId }, query }));
const read = (messageId: string, as = talk.viewer, params = talk.params) => call(readRoute, { as, params, method: "PUT", body: { messageId } });
const readers = async (query = "") => json<Page<SessionReader>>(await call(readersRoute, { as: talk.viewer, params: talk.params, query }));
const draft = (body: unknown, as = talk.viewer) => call(draftRoute, { as, params: talk.params, method: "PUT", body });
const pin = (params = talk.params, as = talk.viewer) => call(pinRoute, { as, params, method: "PUT" });
const receipts = () => talk.events.filter(({ name }) => name === "chat:read:receipt");

/** Messages directly in the table, in the order of their ids. @returns the ids */
async function write(count: number, values: Partial<typeof messages.$inferInsert> = {}, sessionId = talk.sessionId): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({ id: newId(), projectId: talk.projectId, sessionId, userId: talk.editor.actor.id, role: "user" as const, content: "Words", ...values }));
  await db().insert(messages).values(rows);
  return rows.map(({ id }) => id);
}

async function createSessions(count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), projectId: talk.projectId, userId: talk.editor.actor.id, updatedAt: `2026-01-01T00:00:0${index}.000Z` }));
  await db().insert(chatSessions).values(rows);
  return rows.map(({ id }) => id);
}

describe("what a conversation is to a member", () => {
  it("is nothing at first", async () => {
    expect(await state()).toEqual({ sessionId: talk.sessionId, unread: 0, readUpTo: null, pinned: false, draft: "", draftReplyTo: null, draftAt: null });
    expect(await states()).toEqual({ items: [], nextCursor: null });
  });

  it("counts what others wrote since the member came, and not what was deleted", async () => {
    await write(1, { createdAt: "2020-01-01T00:00:00.000Z" });
    await write(3);
    await write(1, { userId: talk.viewer.actor.id });
    await write(1, { deletedAt: "2026-01-01T00:00:00.000Z", content: "" });
    await write(1, { userId: null, role: "assistant" });
    expect((await state()).unread).toBe(4);
    const late = await createUser("Lena");
    await addMember(talk.projectId, late, "viewer");
    expect((await state(late)).unread).toBe(0);
    await write(1);
    expect((await state(late)).unread).toBe(1);
  });

  it("counts after the cursor, up to a hundred", async () => {
    const ids = await write(120);
    expect((await state()).unread).toBe(100);
    expect((await read(ids[110] ?? "")).status).toBe(204);
    expect(await state()).toMatchObject({ unread: 9, readUpTo: ids[110] });
    expect((await states()).items).toMatchObject([{ sessionId: talk.sessionId, unread: 9 }]);
    await read(ids[119] ?? "");
    expect((await states()).items).toEqual([]);
    expect((await state(talk.owner)).unread).toBe(100);
  });

  it("counts in the view of the active branch", async () => {
    const [first = "", replaced = ""] = await write(4);
    const [inner, outer] = [newId(), newId()];
    const place = { projectId: talk.projectId, sessionId: talk.sessionId };
    await db().insert(chatBranches).values({ id: outer, ...place, parentId: null, forkMessageId: replaced });
    const [, forkOfInner = ""] = await write(3, { branchId: outer });
    await db().insert(chatBranches).values({ id: inner, ...place, parentId: outer, forkMessageId: forkOfInner });
    await write(5, { branchId: inner });
    expect((await state()).unread).toBe(4);
    await db().update(chatSessions).set({ activeBranchId: inner }).where(eq(chatSessions.id, talk.sessionId));
    // One of the trunk, one of the outer branch, five of its own.
    expect((await state()).unread).toBe(7);
    await read(first);
    expect((await state()).unread).toBe(6);
  });

  it("is read by those who wrote last", async () => {
    const { message, reply } = await talk.send("Is this read?");
    await talk.settled(reply.id);
    expect(await state(talk.editor)).toMatchObject({ readUpTo: message.id, unread: 1 });
    expect((await readers()).items).toMatchObject([{ userId: talk.editor.actor.id, messageId: message.id }]);
    expect(receipts()).toEqual([]);
  });

  it("comes by pages, the newest activity first, without what is archived", async () => {
    const ids = await createSessions(6);
    for (const id of ids.slice(0, 5)) await write(1, {}, id);
    await db().update(chatSessions).set({ archived: true }).where(eq(chatSessions.id, ids[3] ?? ""));
    await pin({ ...talk.params, sessionId: ids[5] ?? "" });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<SessionState> = await states(talk.viewer, `?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...page.items.map(({ sessionId }) => sessionId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([5, 4, 2, 1, 0].map((index) => ids[index]));
  });
});

describe("a read cursor", () => {
  it("moves forward only, and tells the others when it moved", async () => {
    const [one = "", two = "", three = ""] = await write(3);
    await read(two);
    await read(two);
    await read(one);
    expect((await state()).readUpTo).toBe(two);
    expect(receipts().map(({ payload, seq }) => ({ ...payload, seq }))).toEqual([
      { sessionId: talk.sessionId, userId: talk.viewer.actor.id, name: "Vito", messageId: two, at: expect.any(String) as string, seq: null },
    ]);
    await read(three.toUpperCase());
    expect(receipts().at(-1)?.payload).toMatchObject({ messageId: three, at: (await readers()).items[0]?.readAt });
    expect((await state()).unread).toBe(0);
  });

  it("refuses a message of another conversation, and a conversation of another project", async () => {
    const [other = ""] = await createSessions(1);
    const [elsewhere = ""] = await write(1, {}, other);
    const refused = await read(elsewhere);
    expect(refused.status).toBe(422);
    expect((await json<Problem>(refused)).errors).toEqual([{ pointer: "/messageId", detail: "is not a message of this conversation" }]);
    expect((await read(elsewhere, talk.viewer, { ...talk.params, sessionId: newId() })).status).toBe(404);
    expect((await read(elsewhere, talk.outsider)).status).toBe(404);
    expect(await db().select().from(chatSessionMembers).where(eq(chatSessionMembers.projectId, talk.projectId))).toEqual([]);
  });

  it("is shown to all, by pages, of present members only", async () => {
    const [one = "", two = ""] = await write(2);
    await read(one, talk.viewer);
    await read(two, talk.owner);
    await read(two, talk.editor);
    await call((await import("@/app/api/projects/[projectId]/collaborators/[userId]/route")).DELETE, { as: talk.owner, params: { projectId: talk.projectId, userId: talk.editor.actor.id }, method: "DELETE" });
    const first = await readers("?limit=1");
    const second = await readers(`?limit=1&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ name, messageId }) => `${name} ${messageId}`))).toEqual(new Set([`Vito ${one}`, `Olga ${two}`]));
  });
});

describe("a draft", () => {
  it("is kept for its writer alone, and forgotten when it is empty, but not when that was", async () => {
    const [question = ""] = await write(1, { userId: talk.viewer.actor.id });
    expect((await draft({ content: "  I think ", replyTo: question })).status).toBe(204);
    expect(await state()).toMatchObject({ draft: "  I think ", draftReplyTo: question, draftAt: expect.any(String) as string });
    expect((await states()).items).toHaveLength(1);
    expect(await state(talk.owner)).toMatchObject({ draft: "", draftReplyTo: null, draftAt: null });
    const before = (await state()).draftAt ?? "";
    await draft({ content: " \n", replyTo: question });
    expect(await state()).toMatchObject({ draft: "", draftReplyTo: null });
    expect(Date.parse((await state()).draftAt ?? "")).toBeGreaterThan(Date.parse(before));
    expect((await states()).items).toEqual([]);
  });

  it("is refused when it is too long, and when it answers a message of nowhere", async () => {
    expect((await draft({ content: "x".repeat(32_001) })).status).toBe(422);
    const refused = await draft({ content: "x", replyTo: newId() });
    expect((await json<Problem>(refused)).errors?.[0]?.pointer).toBe("/replyTo");
    expect((await state()).draft).toBe("");
  });
});

describe("a pin", () => {
  it("is set and taken off by each member alone, also in an archived project", async () => {
    const ids = await createSessions(3);
    await pin({ ...talk.params, sessionId: ids[1] ?? "" });
    await pin({ ...talk.params, sessionId: ids[1] ?? "" });
    await pin({ ...talk.params, sessionId: ids[0] ?? "" });
    const pinned = async (as = talk.viewer) => (await json<Page<ChatSession>>(await call(sessionsRoute, { as, params: { projectId: talk.projectId }, query: "?pinned=true" }))).items.map(({ id }) => id);
    expect(await pinned()).toEqual([ids[1], ids[0]]);
    expect(await pinned(talk.owner)).toEqual([]);
    await call(archiveRoute, { as: talk.owner, params: { projectId: talk.projectId }, method: "POST" });
    expect((await call(unpinRoute, { as: talk.viewer, params: { ...talk.params, sessionId: ids[1] ?? "" }, method: "DELETE" })).status).toBe(204);
    expect(await pinned()).toEqual([ids[0]]);
    expect((await states()).items).toMatchObject([{ sessionId: ids[0], pinned: true }]);
  });
});
