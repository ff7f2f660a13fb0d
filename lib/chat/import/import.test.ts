import { asc, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { GET as list, POST } from "@/app/api/projects/[projectId]/chat/imports/route";
import { DELETE, GET } from "@/app/api/projects/[projectId]/chat/imports/[importId]/route";
import { PUT as markRead } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/read/route";
import { GET as listStates } from "@/app/api/projects/[projectId]/chat/states/route";
import { GET as listSessions } from "@/app/api/projects/[projectId]/chat/sessions/route";
import { POST as post } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { GET as listMessages } from "@/app/api/projects/[projectId]/chat/[sessionId]/messages/route";
import { chatBranches, chatImports, chatSessions, jobs, messages, projectActivity } from "@/drizzle/schema";
import { call, createTeam, json, type TestUser } from "@/drizzle/testing/factories";
import type { ChatSession, MessagePage, SessionState } from "@/lib/chat/schemas";
import { db } from "@/lib/core/db";
import { fileExists } from "@/lib/core/files";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { runDueJobs } from "@/lib/core/jobs";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import { registerImport } from "./run-import";
import type { ChatImport } from "./schemas";
import { chatGptExport, claudeExport } from "./testing/exports";
import { makeZip } from "./testing/zip";

beforeAll(() => {
  registerImport();
  registerFileRemoval();
});

const bees = chatGptExport("bees", "Bees", { q: { role: "user", text: "What do bees eat?", parent: null }, a: { role: "assistant", text: "Nectar.", parent: "q" } }, "a");
const claude = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => claudeExport(`c${index}`, `Talk ${index}`, [{ sender: "human", text: `Question ${index}` }, { sender: "assistant", text: `Answer ${index}` }])));

function send(as: TestUser, projectId: string, bytes: string | Buffer, name = "export.zip") {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(Buffer.from(bytes))], name));
  return call(POST, { as, params: { projectId }, body: form });
}
const read = async (as: TestUser, projectId: string, importId: string) => json<ChatImport>(await call(GET, { as, params: { projectId, importId } }));

describe("an import", () => {
  test("brings conversations in with their people, times and models, tells its progress, and leaves no file", async () => {
    const { editor, viewer, projectId } = await createTeam();
    const heard: unknown[] = [];
    const { unsubscribe } = await hub().subscribe(projectId, ({ name, payload }) => void heard.push({ name, ...payload }));
    const response = await send(editor, projectId, makeZip({ "conversations.json": JSON.stringify([bees]) }), "chatgpt export.zip");
    expect(response.status).toBe(201);
    const made = await json<ChatImport>(response);
    expect(made).toMatchObject({ status: "queued", fileName: "chatgpt export.zip", total: null, userId: editor.actor.id });
    await runDueJobs({ projectId });
    unsubscribe();

    expect(await read(viewer, projectId, made.id)).toMatchObject({ status: "done", source: "chatgpt", total: 1, done: 1, imported: 1, skipped: 0, problem: null });
    const { items } = await json<{ items: ChatSession[] }>(await call(listSessions, { as: viewer, params: { projectId } }));
    expect(items).toMatchObject([{ title: "Bees", userId: editor.actor.id, createdAt: "2024-03-01T10:00:00.000Z", updatedAt: "2024-03-02T10:00:00.000Z" }]);
    const page = await json<MessagePage>(await call(listMessages, { as: viewer, params: { projectId, sessionId: items[0]?.id ?? "" } }));
    expect(page.items).toMatchObject([
      { role: "user", userId: editor.actor.id, content: "What do bees eat?", createdAt: "2024-03-01T10:00:00.000Z" },
      { role: "assistant", userId: null, content: "Nectar.", replyTo: page.items[0]?.id, metadata: { model: "gpt-4o", importedFrom: "chatgpt" } },
    ]);
    expect(heard).toContainEqual({ name: "chat:import:progress", importId: made.id, status: "done", done: 1, total: 1 });
    expect(heard).toContainEqual({ name: "chat:imported", importId: made.id, source: "chatgpt", count: 1 });
    const [row] = await db().select().from(chatImports).where(eq(chatImports.id, made.id));
    expect(await fileExists(db(), row?.filePath ?? "")).toBe(false);
  });

  test("leaves nothing unread but what is said afterwards, also to whoever has read a part of it", async () => {
    const { owner, editor, projectId } = await createTeam();
    const recent = claudeExport("now", "Today", [{ sender: "human", text: "Hello" }, { sender: "assistant", text: "Hello yourself" }]);
    for (const message of recent.chat_messages) message.created_at = new Date(Date.now() + 60_000).toISOString();
    await send(editor, projectId, JSON.stringify([recent]), "conversations.json");
    await runDueJobs({ projectId });
    const states = async (as: TestUser) => (await json<{ items: SessionState[] }>(await call(listStates, { as, params: { projectId } }))).items;
    for (const as of [owner, editor]) expect(await states(as)).toEqual([]);
    const [session] = await db().update(chatSessions).set({ assistantMode: "never" }).where(eq(chatSessions.projectId, projectId)).returning();
    const params = { projectId, sessionId: session?.id ?? "" };
    const { items } = await json<MessagePage>(await call(listMessages, { as: owner, params }));
    expect([session?.importedUpTo, session?.lastMessageId]).toEqual([items[1]?.id, items[1]?.id]);
    expect((await call(markRead, { as: owner, params, method: "PUT", body: { messageId: items[0]?.id } })).status).toBe(204);
    expect(await states(owner)).toEqual([]);
    expect((await call(post, { as: editor, params, body: { content: "Let us go on here." } })).status).toBe(201);
    expect(await states(owner)).toMatchObject([{ sessionId: session?.id, unread: 1 }]);
  });

  test("of what lies ahead or is too odd to store brings it in as well as it can", async () => {
    const { editor, projectId } = await createTeam();
    const odd = claudeExport("odd\u0000".repeat(100), `Odd\u0000\ud800 ${"x".repeat(300)}`, [{ sender: "human", text: "Hello" }]);
    odd.updated_at = "2999-01-01T00:00:00Z";
    const made = await json<ChatImport>(await send(editor, projectId, JSON.stringify([odd, claudeExport("next", "Next", [{ sender: "human", text: "Hello" }])]), "conversations.json"));
    await runDueJobs({ projectId });
    expect(await read(editor, projectId, made.id)).toMatchObject({ status: "done", imported: 2, skipped: 0 });
    const { items } = await json<{ items: ChatSession[] }>(await call(listSessions, { as: editor, params: { projectId } }));
    expect(items.map(({ title }) => title)).toEqual([expect.stringMatching(/^Odd \uFFFD x+$/), "Next"]);
    expect(Date.parse(items[0]?.updatedAt ?? "")).toBeLessThanOrEqual(Date.now());
  });

  test("that comes again brings nothing twice, but what was deleted comes back", async () => {
    const { editor, projectId } = await createTeam();
    await send(editor, projectId, claude(3), "conversations.json");
    await runDueJobs({ projectId });
    const [first] = await db().select().from(chatSessions).where(eq(chatSessions.projectId, projectId)).orderBy(asc(chatSessions.id));
    await db().update(chatSessions).set({ deletedAt: "2026-01-01T00:00:00Z" }).where(eq(chatSessions.id, first?.id ?? ""));
    const again = await json<ChatImport>(await send(editor, projectId, claude(4), "conversations.json"));
    await runDueJobs({ projectId });
    expect(await read(editor, projectId, again.id)).toMatchObject({ status: "done", imported: 2, skipped: 2, total: 4 });
    const { items } = await json<{ items: ChatSession[] }>(await call(listSessions, { as: editor, params: { projectId } }));
    expect(items.map(({ title }) => title).toSorted()).toEqual(["Talk 0", "Talk 1", "Talk 2", "Talk 3"]);
    const page = await json<{ items: ChatImport[] }>(await call(list, { as: editor, params: { projectId } }));
    expect(page.items.map(({ id }) => id)[0]).toBe(again.id);
  });

  test("whose process died goes on where it was, with a true count", async () => {
    const { editor, projectId } = await createTeam();
    const made = await json<ChatImport>(await send(editor, projectId, claude(6), "conversations.json"));
    // What a process leaves that died after two: their sessions, and how far it was.
    await db().update(chatImports).set({ status: "running", total: 6, done: 2, imported: 2 }).where(eq(chatImports.id, made.id));
    await runDueJobs({ projectId });
    expect(await read(editor, projectId, made.id)).toMatchObject({ status: "done", done: 6, imported: 6, skipped: 0 });
    expect(await db().select().from(chatSessions).where(eq(chatSessions.projectId, projectId))).toHaveLength(4);
  });

  test("brings edited questions and repeated answers in as branches, with the current ones in view", async () => {
    const { editor, projectId } = await createTeam();
    const tree = claudeExport("tree", "Tree", [
      { sender: "human", text: "Q", uuid: "q", parent_message_uuid: "none" },
      { sender: "assistant", text: "A", uuid: "a", parent_message_uuid: "q" },
      { sender: "assistant", text: "B", uuid: "b", parent_message_uuid: "q" },
      { sender: "human", text: "R", uuid: "r", parent_message_uuid: "b" },
      { sender: "human", text: "S", uuid: "s", parent_message_uuid: "b" },
    ]);
    await send(editor, projectId, JSON.stringify([{ ...tree, current_leaf_message_uuid: "a" }]), "conversations.json");
    await runDueJobs({ projectId });
    const [session] = await db().select().from(chatSessions).where(eq(chatSessions.projectId, projectId));
    const params = { projectId, sessionId: session?.id ?? "" };
    const texts = async (branch?: string) => (await json<MessagePage>(await call(listMessages, { as: editor, params, query: branch ? `?branch=${branch}` : "" }))).items.map(({ content }) => content);
    expect(await texts()).toEqual(["Q", "A"]);
    const made = await db().select().from(chatBranches).where(eq(chatBranches.sessionId, params.sessionId)).orderBy(asc(chatBranches.id));
    expect(await Promise.all(made.map(({ id }) => texts(id)))).toEqual([["Q", "B", "R"], ["Q", "B", "S"]]);
    const stored = await db().select().from(messages).where(eq(messages.sessionId, params.sessionId)).orderBy(asc(messages.id));
    expect(stored.map(({ replyTo }) => replyTo)).toEqual([null, stored[0]?.id, stored[0]?.id, null, null]);
    expect([session?.importedUpTo, session?.lastMessageId]).toEqual([stored[4]?.id, stored[4]?.id]);
  });

  test("says how many were left out for which reason, without a statement for each", async () => {
    const { editor, projectId } = await createTeam();
    const talk = claudeExport("talk", "Talk", [{ sender: "human", text: "Hello" }]);
    const empties = Array.from({ length: 20_000 }, (_, index) => ({ uuid: `e${index}`, chat_messages: [] }));
    const deep = `{"uuid":"deep","chat_messages":[${"[".repeat(50_000)}${"]".repeat(50_000)}]}`;
    const text = `[${JSON.stringify(talk)},{"a":1},${deep},${JSON.stringify(talk)},${JSON.stringify(empties).slice(1)}`;
    const made = await json<ChatImport>(await send(editor, projectId, text, "conversations.json"));
    const [before] = await db().select({ count: sql<string>`pg_current_xact_id()::text` }).from(chatImports).limit(1);
    await runDueJobs({ projectId });
    const [after] = await db().select({ count: sql<string>`pg_current_xact_id()::text` }).from(chatImports).limit(1);
    const counts = { existing: 1, empty: 20_000, "too-large": 1, unreadable: 1 };
    expect(await read(editor, projectId, made.id)).toMatchObject({ status: "done", total: 20_004, done: 20_004, imported: 1, skipped: 20_003, skipReasons: counts });
    expect(Number(after?.count) - Number(before?.count)).toBeLessThan(5_000);
    const again = await json<ChatImport>(await send(editor, projectId, text, "conversations.json"));
    await runDueJobs({ projectId });
    expect(await read(editor, projectId, again.id)).toMatchObject({ imported: 0, skipped: 20_004, skipReasons: { ...counts, existing: 2 } });
  });

  test("is cancelled by whoever began it or a moderator, and keeps what it brought in", async () => {
    const { owner, editor, viewer, projectId } = await createTeam();
    const heard: ProjectEvent[] = [];
    const { unsubscribe } = await hub().subscribe(projectId, (event) => void heard.push(event));
    const made = await json<ChatImport>(await send(editor, projectId, claude(2_000), "conversations.json"));
    const params = { projectId, importId: made.id };
    expect((await call(DELETE, { as: viewer, params, method: "DELETE" })).status).toBe(403);
    const running = runDueJobs({ projectId });
    await vi.waitFor(async () => expect((await read(editor, projectId, made.id)).imported).toBeGreaterThan(0));
    expect((await call(DELETE, { as: owner, params, method: "DELETE" })).status).toBe(204);
    await running;
    const ended = await read(editor, projectId, made.id);
    expect(ended.status).toBe("cancelled");
    const kept = await db().select().from(chatSessions).where(eq(chatSessions.projectId, projectId));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(2_000);
    unsubscribe();
    expect(ended.imported).toBe(kept.length);
    expect(heard.filter(({ name }) => name === "chat:imported")).toMatchObject([{ userId: editor.actor.id, payload: { importId: made.id, source: "claude", count: kept.length } }]);
    expect(await db().select().from(jobs).where(eq(jobs.projectId, projectId))).toEqual([]);
    expect((await call(DELETE, { as: owner, params, method: "DELETE" })).status).toBe(409);
  });

  test.each([
    ["no export", "hello", "import-not-an-export"],
    ["a zip file without conversations", makeZip({ "a.txt": "a" }), "import-not-an-export"],
  ])("of %s fails with its reason and brings nothing in", async (_what, bytes, problem) => {
    const { editor, projectId } = await createTeam();
    const made = await json<ChatImport>(await send(editor, projectId, bytes));
    await runDueJobs({ projectId });
    expect(await read(editor, projectId, made.id)).toMatchObject({ status: "failed", problem, imported: 0 });
    expect(await db().select().from(chatSessions).where(eq(chatSessions.projectId, projectId))).toEqual([]);
    expect(await db().select().from(projectActivity).where(eq(projectActivity.projectId, projectId))).toEqual([]);
  });

  test("of another project is not there", async () => {
    const mine = await createTeam();
    const other = await createTeam();
    const made = await json<ChatImport>(await send(mine.editor, mine.projectId, claude(1)));
    expect((await call(GET, { as: other.owner, params: { projectId: other.projectId, importId: made.id } })).status).toBe(404);
    expect((await call(DELETE, { as: other.owner, params: { projectId: other.projectId, importId: made.id }, method: "DELETE" })).status).toBe(404);
  });
});
