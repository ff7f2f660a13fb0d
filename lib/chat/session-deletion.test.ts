import { eq, sql } from "drizzle-orm";
import { Readable } from "node:stream";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { call, json, type TestUser } from "@/drizzle/testing/factories";
import { chatAttachments, chatSessions, jobs, knowledgeDocuments, messages } from "@/drizzle/schema";
import { POST as restoreRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/restore/route";
import { DELETE as deleteRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { GET as sessionsRoute } from "@/app/api/projects/[projectId]/chat/sessions/route";
import { GET as statesRoute } from "@/app/api/projects/[projectId]/chat/states/route";
import { GET as searchRoute } from "@/app/api/projects/[projectId]/chat/search/route";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { fileExists, putFile } from "@/lib/core/files";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { newId } from "@/lib/core/ids";
import { runDueJobs } from "@/lib/core/jobs";
import type { Problem } from "@/lib/core/problems";
import { listOperations } from "@/lib/http/openapi";
import type { RouteHandler } from "@/lib/http/route";
import { sampleOf, dice } from "@/drizzle/testing/mutations";
import { loadRouteModules } from "@/scripts/support/route-modules";
import { z } from "zod";
import { registerSessionPurge, undoMs } from "./session-deletion";
import { createConversation, storedMessage, type Conversation } from "./testing/conversation";
import type { ChatSession } from "./schemas";

let talk: Conversation;
beforeAll(() => {
  registerSessionPurge();
  registerFileRemoval();
});
beforeEach(async () => {
  talk = await createConversation();
});
afterEach(() => {
  clock.now = () => Date.now();
});

const remove = (as: TestUser = talk.editor) => call(deleteRoute, { as, params: talk.params, method: "DELETE" });
const restore = (as: TestUser = talk.editor) => call(restoreRoute, { as, params: talk.params, method: "POST" });
const listed = async () => (await json<{ items: ChatSession[] }>(await call(sessionsRoute, { as: talk.viewer, params: { projectId: talk.projectId } }))).items.map(({ id }) => id);
const aDayLater = async () => {
  const at = Date.now() + undoMs + 1_000;
  clock.now = () => at;
  const count = await runDueJobs({ projectId: talk.projectId });
  clock.now = () => Date.now();
  return count;
};

describe("a deleted conversation", () => {
  it("is gone for every operation that names it, and from lists and searches", async () => {
    const { message, reply } = await talk.send("Where is the lighthouse?");
    await talk.settled(reply.id);
    expect((await remove()).status).toBe(204);
    expect(await listed()).toEqual([]);
    expect(await json(await call(statesRoute, { as: talk.viewer, params: { projectId: talk.projectId } }))).toEqual({ items: [], nextCursor: null });
    expect(await json(await call(searchRoute, { as: talk.viewer, params: { projectId: talk.projectId }, query: "?q=lighthouse" }))).toEqual({ items: [], nextCursor: null });

    const before = await db().select().from(messages).where(eq(messages.sessionId, talk.sessionId)).orderBy(messages.id);
    const answers = await answersAbout({ ...talk.params, messageId: message.id, emoji: "👍" });
    expect(answers.length).toBeGreaterThan(15);
    expect(answers.filter(([, status]) => status !== 404)).toEqual([]);
    expect(await db().select().from(messages).where(eq(messages.sessionId, talk.sessionId)).orderBy(messages.id)).toEqual(before);
  });

  it("ends the answers that are under way or wait", async () => {
    const place = { projectId: talk.projectId, sessionId: talk.sessionId, role: "assistant" as const, leaseOwner: newId(), leaseUntil: "2100-01-01T00:00:00.000Z" };
    const [streaming, queued] = [newId(), newId()];
    await db().insert(messages).values([{ ...place, id: streaming, status: "streaming", content: "As far as" }, { ...place, id: queued, status: "queued", content: "" }]);
    await remove();
    expect(await storedMessage(streaming)).toMatchObject({ status: "stopped", content: "As far as", leaseOwner: null, leaseUntil: null });
    expect(await storedMessage(queued)).toMatchObject({ status: "stopped", leaseOwner: null });
  });

  it("comes back as it was, with a word to everyone", async () => {
    const { message, reply } = await talk.send("Keep me");
    await talk.settled(reply.id);
    const [before] = await db().select().from(chatSessions).where(eq(chatSessions.id, talk.sessionId));
    await remove();
    const restored = await restore();
    expect(restored.status).toBe(200);
    expect(await json(restored)).toMatchObject({ id: talk.sessionId, updatedAt: before?.updatedAt });
    expect((await talk.read()).items.map(({ id }) => id)).toEqual([message.id, reply.id]);
    expect(talk.events.slice(-2).map(({ name, payload }) => [name, payload["sessionId"]])).toEqual([["chat:session:deleted", talk.sessionId], ["chat:session:restored", talk.sessionId]]);
    expect(talk.events.at(-1)?.thing).toMatchObject({ id: talk.sessionId });
    // Once more does nothing, and a day later it is still there.
    const { length } = talk.events;
    expect((await restore()).status).toBe(200);
    expect(talk.events).toHaveLength(length);
    expect(await aDayLater()).toBe(0);
    expect(await listed()).toEqual([talk.sessionId]);
  });

  it("is restored by its author and by moderators only", async () => {
    await remove(talk.owner);
    expect((await restore(talk.viewer)).status).toBe(403);
    expect((await restore(talk.outsider)).status).toBe(404);
    expect((await restore(talk.editor)).status).toBe(200);
    await db().update(chatSessions).set({ userId: talk.owner.actor.id }).where(eq(chatSessions.id, talk.sessionId));
    await remove(talk.owner);
    expect((await restore(talk.editor)).status).toBe(403);
    expect((await restore(talk.owner)).status).toBe(200);
  });

  it("is removed after a day, with its files, its documents and nothing else", async () => {
    const [mine, shared, document, kept] = await Promise.all(["picture", "shared", "notes", "kept"].map((text) => putFile(Readable.from([Buffer.from(`${text} ${newId()}`)]), { maxBytes: 100 })));
    const common = { projectId: talk.projectId, userId: talk.editor.actor.id };
    const files = [mine, shared].map((file) => ({ ...common, id: newId(), sessionId: talk.sessionId, name: "a.png", mediaType: "image/png", size: 9, filePath: file?.hash ?? "" }));
    await db().insert(chatAttachments).values([...files, { ...common, id: newId(), name: "b.png", mediaType: "image/png", size: 9, filePath: shared?.hash ?? "" }]);
    const text = { ...common, sessionId: talk.sessionId, title: "T", documentType: "md", mediaType: "text/markdown", status: "ready" as const };
    const [gone, promoted] = [newId(), newId()];
    await db().insert(knowledgeDocuments).values([
      { ...text, id: gone, scope: "conversation", filePath: document?.hash ?? "" },
      { ...text, id: promoted, scope: "project", filePath: kept?.hash ?? "" },
    ]);
    await talk.send("Bye");
    await remove();
    expect(await runDueJobs({ projectId: talk.projectId })).toBe(0);
    await aDayLater();
    const [counts] = await db().execute(sql`
      select (select count(*)::int from chat_sessions where id = ${talk.sessionId}) as sessions, (select count(*)::int from messages where session_id = ${talk.sessionId}) as messages,
        (select count(*)::int from chat_attachments where session_id = ${talk.sessionId}) as attachments`);
    expect(counts).toEqual({ sessions: 0, messages: 0, attachments: 0 });
    expect((await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.projectId, talk.projectId))).map(({ id }) => id)).toEqual([promoted]);
    expect(await Promise.all([mine, shared, document, kept].map((file) => fileExists(db(), file?.hash ?? "")))).toEqual([false, true, false, true]);
    expect(await db().select().from(jobs).where(eq(jobs.projectId, talk.projectId))).toEqual([]);
    const late = await restore();
    expect((await json<Problem>(late)).code).toBe("not-found");
  });
});

/** What every operation on a conversation answers to somebody who may do everything. */
async function answersAbout(params: Record<string, string>): Promise<(readonly [string, number])[]> {
  const modules = await loadRouteModules();
  const handlers = new Map(Object.values(modules).flatMap((module) => Object.values(module).flatMap((handler) => (isHandler(handler) ? [[handler.operation, handler] as const] : []))));
  const random = dice(1);
  const about = listOperations(modules).filter(({ path }) => path.includes("{sessionId}") && !path.endsWith("/restore"));
  const answers: (readonly [string, number])[] = [];
  for (const { operation, method, path } of about) {
    const handler = handlers.get(operation);
    if (!handler) throw new Error(`${method} ${path} has no handler`);
    const body = operation.body && method !== "GET" ? sampleOf(z.toJSONSchema(operation.body, { io: "input", unrepresentable: "any" }) as never, random) : undefined;
    answers.push([`${method} ${path}`, (await call(handler, { as: talk.owner, params, method, body })).status]);
  }
  return answers;
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "operation" in value;
}
