import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { call, json } from "@/drizzle/testing/factories";
import { messages, projects } from "@/drizzle/schema";
import { DELETE as deleteMessageRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { DELETE as deleteSessionRoute, GET as sessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { sweepInterrupted } from "@/lib/assistant/sweep";
import { connect, db } from "@/lib/core/db";
import { shutdown } from "@/lib/core/process";
import { eq, sql } from "drizzle-orm";
import { addDocument, createConversation, storedMessage } from "./testing/conversation";
import type { SentMessage } from "./schemas";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
});
afterAll(() => model.close());
beforeEach(() => model.reset());

const hold = (afterTokens: number, tokens = 6) => model.configure({ tokens, failures: [{ kind: "hold", afterTokens }] });
const release = () => model.configure({ failures: [] });
/** Resolves once an answer that is held has its first tokens stored: what the model has sent may still be on its way. */
const tokensStored = (reply: { id: string }, count: number) =>
  vi.waitFor(async () => expect((await storedMessage(reply.id))?.content).toBe(Array.from({ length: count }, (_, index) => `t${index + 1}`).join(" ")));

describe("an answer of a model", () => {
  it("reaches members in pieces that join to what is stored", async () => {
    const chat = await createConversation();
    model.configure({ tokens: 200, tokenMs: 1 });
    const { message, reply } = await chat.send("Count for me");
    expect(message).toMatchObject({ role: "user", userName: "Edda", status: "complete", content: "Count for me" });
    expect(reply).toMatchObject({ role: "assistant", userId: null, status: "streaming", content: "", replyTo: message.id });
    const answer = await chat.settled(reply.id);
    expect(answer).toMatchObject({ status: "complete", metadata: { model: "test-chat", firstTokenMs: expect.any(Number), durationMs: expect.any(Number), outputTokens: 200 } });
    expect(answer.content.split(" ")).toHaveLength(200);
    const deltas = chat.deltas(reply.id);
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.map(({ text }) => text).join("")).toBe(answer.content);
    let offset = 0;
    for (const delta of deltas) {
      expect(delta.offset).toBe(offset);
      offset += delta.text.length;
    }
    await vi.waitFor(() => expect(chat.events.at(-1)).toMatchObject({ name: "chat:message:updated", thing: answer }));
    const received = chat.events.filter(({ name }) => name === "chat:message:received");
    expect(received.map(({ thing, userId }) => [thing, userId])).toEqual([[message, chat.editor.actor.id], [reply, null]]);
    expect(await storedMessage(reply.id)).toMatchObject({ leaseOwner: null, leaseUntil: null });
  });

  it("names an untitled conversation after its first question", async () => {
    const chat = await createConversation({ title: "" });
    model.configure({ failures: [{ kind: "status", status: 400, match: "---" }] });
    await chat.settled((await chat.send("**When** does it stop?")).reply.id);
    await chat.settled((await chat.send("And why?")).reply.id);
    expect(await json(await call(sessionRoute, { as: chat.viewer, params: chat.params }))).toMatchObject({ title: "When does it stop?" });
    expect(chat.events.filter(({ name }) => name === "chat:session:updated")).toHaveLength(1);
  });

  it("is made from the project, names, the conversation and the passages, which it cites", async () => {
    const chat = await createConversation();
    await db().update(projects).set({ instructions: "Speak like a pirate." }).where(eq(projects.id, chat.projectId));
    const text = "Traces begin at loop headers. The recorder stops when the loop header is reached again.";
    const documentId = await addDocument(chat, "Tracing paper", [{ text }, { text: "Nothing about that here." }]);
    model.configure({ answer: "At the loop header, when it is reached again [1]. Not [7]." });
    await chat.settled((await chat.send("Hello there", chat.owner)).reply.id);
    const answer = await chat.settled((await chat.send("When does the recorder stop?")).reply.id);
    const quote = "The recorder stops when the loop header is reached again.";
    const start = 10 + text.indexOf(quote);
    expect(answer.citations).toEqual([{ n: 1, documentId, title: "Tracing paper", page: 1, start, end: start + quote.length, quote }]);
    const asked = model.requests.at(-1)?.messages ?? [];
    const instructions = asked.find(({ role }) => role === "system" || role === "developer")?.content ?? "";
    for (const part of ["Speak like a pirate.", "Olga (owner)", "Edda (editor)", `[1] Tracing paper, page 1: ${text}`]) expect(instructions).toContain(part);
    expect(asked.slice(1)).toEqual([
      { role: "user", content: "Olga: Hello there" },
      { role: "assistant", content: "At the loop header, when it is reached again. Not." },
      { role: "user", content: "Edda: When does the recorder stop?" },
    ]);
  });

  it("is stored while it grows, with a lease that is renewed", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    const before = (await storedMessage(reply.id))?.leaseUntil ?? "";
    await vi.waitFor(async () => expect(await storedMessage(reply.id)).toMatchObject({ status: "streaming", content: "t1 t2" }));
    expect(((await storedMessage(reply.id))?.leaseUntil ?? "") > before).toBe(true);
    await sweepInterrupted();
    expect(await storedMessage(reply.id)).toMatchObject({ status: "streaming" });
    release();
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: "t1 t2 t3 t4 t5 t6" });
  });

  it.each([
    ["401", { kind: "status", status: 401 }, "model-key", ""],
    ["429", { kind: "status", status: 429, retryAfterSeconds: 0 }, "model-limit", ""],
    ["a reset", { kind: "reset", afterTokens: 2 }, "model-unreachable", "t1 t2"],
    ["an error", { kind: "error", afterTokens: 2 }, "model-failed", "t1 t2"],
    ["an end without a reason", { kind: "end", afterTokens: 2 }, "model-failed", "t1 t2"],
    ["a refusal", { kind: "finish", reason: "content_filter", afterTokens: 2 }, "model-content", "t1 t2"],
    ["no text at all", { kind: "finish", reason: "length", afterTokens: 0 }, "model-failed", ""],
  ] as const)("that fails with %s keeps its text and a problem, and can be retried", async (_, failure, problem, content) => {
    const chat = await createConversation();
    model.configure({ tokens: 4, failures: [failure] });
    const { message, reply } = await chat.send("Fail");
    expect(await chat.settled(reply.id)).toMatchObject({ status: "failed", content, metadata: { problem, model: "test-chat" } });
    release();
    const retried = await chat.retry(message.id);
    expect(retried.status).toBe(201);
    expect(await json<SentMessage>(retried)).toMatchObject({ message: { id: message.id }, reply: { id: reply.id, status: "streaming", content: "", metadata: {} } });
    const answer = await chat.settled(reply.id);
    expect(answer).toMatchObject({ status: "complete", content: "t1 t2 t3 t4" });
    expect(answer.metadata).not.toHaveProperty("problem");
    expect((await chat.read()).items).toHaveLength(2);
  });
});

describe("an answer under way", () => {
  it("is stopped by its id or its question's, keeps its text, and the model hears of it", async () => {
    const chat = await createConversation();
    for (const which of ["reply", "message"] as const) {
      hold(2);
      const sent = await chat.send("Hold");
      await tokensStored(sent.reply, 2);
      expect((await chat.stop(sent[which]?.id ?? "", chat.viewer)).status).toBe(403);
      expect((await chat.stop(sent[which]?.id ?? "")).status).toBe(204);
      expect(await storedMessage(sent.reply.id)).toMatchObject({ status: "stopped", content: "t1 t2", stopRequested: false });
      expect((await chat.stop(sent.reply.id)).status).toBe(204);
      await vi.waitFor(() => expect(model.requests.at(-1)?.aborted).toBe(true));
    }
  });

  it("stops by the flag alone, as when another instance was asked", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    await tokensStored(reply, 2);
    await db().update(messages).set({ stopRequested: true }).where(eq(messages.id, reply.id));
    expect(await chat.settled(reply.id)).toMatchObject({ status: "stopped", content: "t1 t2" });
  });

  it("can be neither retried nor deleted", async () => {
    const chat = await createConversation();
    hold(1);
    const { message, reply } = await chat.send("Hold");
    await tokensStored(reply, 1);
    expect((await chat.retry(reply.id)).status).toBe(409);
    expect((await chat.retry(message.id)).status).toBe(409);
    expect((await call(deleteMessageRoute, { as: chat.owner, params: { ...chat.params, messageId: reply.id }, method: "DELETE" })).status).toBe(409);
    release();
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete" });
    expect(model.requests).toHaveLength(1);
  });

  it("whose process died is interrupted when its lease is over, keeps its text, and can be retried", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    await vi.waitFor(async () => expect((await storedMessage(reply.id))?.content).toBe("t1 t2"));
    // Another owner, as after a crash: whoever wrote here before must not touch the row any more.
    await db().update(messages).set({ leaseOwner: chat.projectId, leaseUntil: sql`now() - interval '1 second'` }).where(eq(messages.id, reply.id));
    await sweepInterrupted();
    expect(await chat.settled(reply.id)).toMatchObject({ status: "interrupted", content: "t1 t2" });
    await vi.waitFor(() => expect(chat.events.at(-1)).toMatchObject({ name: "chat:message:updated", payload: { status: "interrupted" } }));
    await vi.waitFor(() => expect(model.requests.at(-1)?.aborted).toBe(true));
    release();
    expect((await chat.retry(reply.id)).status).toBe(201);
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: "t1 t2 t3 t4 t5 t6" });
  });

  it("ends quietly when its conversation is deleted", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    await tokensStored(reply, 2);
    expect((await call(deleteSessionRoute, { as: chat.owner, params: chat.params, method: "DELETE" })).status).toBe(204);
    await vi.waitFor(() => expect(model.requests.at(-1)?.aborted).toBe(true));
    expect(await storedMessage(reply.id)).toMatchObject({ status: "stopped", content: "t1 t2" });
    await vi.waitFor(() => expect(chat.events.at(-1)?.name).toBe("chat:session:deleted"));
  });

  it("each of many asked at once gets its own, and the order is that of the numbers", async () => {
    const chat = await createConversation();
    model.configure({ script: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`question <${index}>`, `answer ${index}`])) });
    const sent = await Promise.all(Array.from({ length: 8 }, (_, index) => chat.send(`question <${index}>`, index % 2 ? chat.editor : chat.owner)));
    for (const { message, reply } of sent) expect(await chat.settled(reply.id)).toMatchObject({ replyTo: message.id, status: "complete" });
    const { items } = await chat.read();
    expect(items).toHaveLength(16);
    const received = chat.events.filter(({ name }) => name === "chat:message:received").map(({ payload }) => payload["messageId"]);
    expect(items.map(({ id }) => id)).toEqual(received);
    for (let index = 0; index < 16; index += 2) expect(items[index + 1]?.replyTo).toBe(items[index]?.id);
  });

  it("is stored in the end when the database fails for a moment", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    const name = `fails_${reply.id.replaceAll("-", "")}`;
    // A sequence counts the failures, because it isn't rolled back with them.
    await db().execute(sql.raw(`create sequence ${name}`));
    await db().execute(sql.raw(`create function ${name}() returns trigger language plpgsql as $$ begin perform nextval('${name}'); raise exception 'no'; end $$`));
    await db().execute(sql.raw(`create trigger ${name} before update on messages for each row when (new.id = '${reply.id}' and new.status = 'complete') execute function ${name}()`));
    release();
    await vi.waitFor(async () => expect(Number((await db().execute<{ n: string }>(sql.raw(`select last_value as n from ${name}`)))[0]?.n)).toBeGreaterThan(1));
    expect(await storedMessage(reply.id)).toMatchObject({ status: "streaming" });
    await db().execute(sql.raw(`drop trigger ${name} on messages`));
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: "t1 t2 t3 t4 t5 t6" });
    await db().execute(sql.raw(`drop function ${name}`));
    await db().execute(sql.raw(`drop sequence ${name}`));
  });

  it("is stored as interrupted when the process ends in order", async () => {
    const chat = await createConversation();
    hold(2);
    const { reply } = await chat.send("Hold");
    await tokensStored(reply, 2);
    // The last test of this file: it closes the pool, so that the row is read by a connection of its own.
    const apart = connect({ max: 1 });
    await shutdown();
    const [row] = await apart`select status, content from messages where id = ${reply.id}`;
    await apart.end();
    expect(row).toEqual({ status: "interrupted", content: "t1 t2" });
  });
});
