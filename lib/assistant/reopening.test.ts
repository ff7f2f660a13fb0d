import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { chatSessions, chatSummaries, knowledgeDocuments, messages, messageVersions } from "@/drizzle/schema";
import { grantOf } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { addDocument, createConversation, storedMessage, type Conversation } from "@/lib/chat/testing/conversation";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { mutate } from "@/lib/events/mutate";
import { reopenAnswer } from "./answers";
import { lockSessionLine } from "./queue-queries";
import { startAnswer } from "./runner";
import { sweepInterrupted } from "./sweep";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat,second" });
});
afterAll(() => model.close());
beforeEach(() => model.reset());

const hold = (afterTokens: number, tokens = 4) => model.configure({ tokens, failures: [{ kind: "hold", afterTokens }] });
const release = () => model.configure({ failures: [] });
const configure = (chat: Conversation, values: Partial<typeof chatSessions.$inferInsert>) => db().update(chatSessions).set(values).where(eq(chatSessions.id, chat.sessionId));
const written = (id: string, content: string) => vi.waitFor(async () => expect((await storedMessage(id))?.content).toBe(content));

/** Begins an answer again as somebody's request does. */
async function reopen(chat: Conversation, answerId: string, options: { mode: "anew" | "continue"; model?: string }) {
  const opened = await mutate(await grantOf(chat.editor, chat.projectId, "chat.write"), async (tx) => {
    const session = await lockSessionLine(tx, chat.params);
    return session && reopenAnswer(tx, session, answerId, { ...options, userId: chat.editor.actor.id });
  });
  if (opened?.job) startAnswer(opened.job, () => undefined);
  return opened;
}

describe("an answer that is begun again", () => {
  it("keeps what it said as a version", async () => {
    const chat = await createConversation();
    model.configure({ answer: "First." });
    const { reply } = await chat.send("Well?");
    const before = await chat.settled(reply.id);
    model.configure({ answer: "Second." });
    expect(await reopen(chat, reply.id, { mode: "anew", model: "second" })).toMatchObject({ reply: { content: "", versions: 1, metadata: { model: "second" } } });
    expect(await chat.settled(reply.id)).toMatchObject({ content: "Second.", versions: 1, metadata: { model: "second" } });
    expect(model.requests.at(-1)?.model).toBe("second");
    const [version] = await db().select().from(messageVersions).where(eq(messageVersions.messageId, reply.id));
    expect(version).toMatchObject({ version: 1, content: "First.", status: "complete", metadata: before.metadata, userId: chat.editor.actor.id, writtenAt: before.createdAt });
  });

  it("makes no version of nothing", async () => {
    const chat = await createConversation();
    model.configure({ failures: [{ kind: "status", status: 401, times: 1 }] });
    const { reply } = await chat.send("Well?");
    expect(await chat.settled(reply.id)).toMatchObject({ status: "failed" });
    await reopen(chat, reply.id, { mode: "anew" });
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", versions: 0 });
  });

  it("goes on where it broke off, and tells the model so", async () => {
    const chat = await createConversation();
    hold(2, 3);
    const { reply } = await chat.send("Count");
    await written(reply.id, "t1 t2");
    await chat.stop(reply.id);
    const stopped = await chat.settled(reply.id);
    model.reset();
    model.configure({ answer: " and the rest." });
    const heard = chat.deltas(reply.id).length;
    expect(await reopen(chat, reply.id, { mode: "continue" })).toMatchObject({ reply: { status: "streaming", content: "t1 t2", versions: 0 } });
    const answer = await chat.settled(reply.id);
    expect(answer).toMatchObject({ status: "complete", content: "t1 t2 and the rest.", versions: 0, metadata: { model: "test-chat", firstTokenMs: stopped.metadata["firstTokenMs"], outputTokens: expect.any(Number) } });
    expect(Number(answer.metadata["durationMs"])).toBeGreaterThanOrEqual(Number(stopped.metadata["durationMs"]));
    const deltas = chat.deltas(reply.id).slice(heard);
    expect(deltas[0]?.offset).toBe("t1 t2".length);
    expect(deltas.map(({ text }) => text).join("")).toBe(" and the rest.");
    expect(model.requests[0]?.messages.slice(1)).toEqual([
      { role: "user", content: "Edda: Count" },
      { role: "assistant", content: "t1 t2" },
      { role: "user", content: expect.stringContaining("broke off") },
    ]);
  });

  it("does not go on when it is whole, unless the model cut it off", async () => {
    const chat = await createConversation();
    model.configure({ tokens: 4, failures: [{ kind: "finish", reason: "length", afterTokens: 2, times: 1 }] });
    const { reply } = await chat.send("Count");
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: "t1 t2", metadata: { cutOff: true } });
    model.configure({ answer: " t3", tokens: null });
    await reopen(chat, reply.id, { mode: "continue" });
    const answer = await chat.settled(reply.id);
    expect(answer.content).toBe("t1 t2 t3");
    expect(answer.metadata).not.toHaveProperty("cutOff");
    await expect(reopen(chat, reply.id, { mode: "continue" })).rejects.toMatchObject({ code: "conflict" });
    await expect(reopen(chat, reply.id, { mode: "anew", model: "gone" })).rejects.toMatchObject({ code: "validation-failed" });
    expect(await storedMessage(reply.id)).toMatchObject({ status: "complete", content: "t1 t2 t3" });
  });

  it("goes on as long as its numbers mean the same sources, and begins anew otherwise", async () => {
    const chat = await createConversation();
    const documentId = await addDocument(chat, "Tracing paper", [{ text: "The recorder stops at the loop header." }]);
    model.configure({ answer: "At the loop header [1]." });
    const { reply } = await chat.send("When does the recorder stop?");
    const { citations } = await chat.settled(reply.id);
    expect(citations).toMatchObject([{ n: 1, documentId }]);
    const breakOff = (values: Partial<typeof messages.$inferInsert> = {}) => db().update(messages).set({ status: "stopped", ...values }).where(eq(messages.id, reply.id));
    await breakOff();
    model.configure({ answer: " And then?" });
    await reopen(chat, reply.id, { mode: "continue" });
    expect(await chat.settled(reply.id)).toMatchObject({ content: "At the loop header [1]. And then?", citations, versions: 0 });
    // Nobody knows what the number meant.
    await breakOff({ citations: [] });
    model.configure({ answer: "Anew [1]." });
    await reopen(chat, reply.id, { mode: "continue" });
    expect(await chat.settled(reply.id)).toMatchObject({ content: "Anew [1].", citations: [{ n: 1, documentId }], versions: 1 });
    await breakOff();
    await db().delete(knowledgeDocuments).where(eq(knowledgeDocuments.id, documentId));
    await addDocument(chat, "Another paper", [{ text: "A recorder of music may stop when it likes." }]);
    model.configure({ answer: "Who knows." });
    await reopen(chat, reply.id, { mode: "continue" });
    expect(await chat.settled(reply.id)).toMatchObject({ content: "Who knows.", citations: [], versions: 2 });
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([{ role: "user", content: "Edda: When does the recorder stop?" }]);
    const kept = await db().select().from(messageVersions).where(eq(messageVersions.messageId, reply.id)).orderBy(messageVersions.version);
    expect(kept).toMatchObject([{ content: "At the loop header [1]. And then?", citations: [] }, { content: "Anew [1].", citations: [{ n: 1, documentId }] }]);
  });

  it("goes on after a crash too: what it cites is stored while it grows", async () => {
    const chat = await createConversation();
    const documentId = await addDocument(chat, "Tracing paper", [{ text: "The recorder stops at the loop header." }]);
    model.configure({ answer: "At the loop header [1]. And so on.", failures: [{ kind: "hold", afterTokens: 6 }] });
    const { reply } = await chat.send("When does the recorder stop?");
    await vi.waitFor(async () => expect(await storedMessage(reply.id)).toMatchObject({ status: "streaming", citations: [{ n: 1, documentId }] }));
    // Another owner whose lease is over: the run that wrote here may not touch the row any more.
    await db().update(messages).set({ leaseOwner: newId(), leaseUntil: new Date(0).toISOString() }).where(eq(messages.id, reply.id));
    await sweepInterrupted();
    const left = await chat.settled(reply.id);
    expect(left).toMatchObject({ status: "interrupted", citations: [{ n: 1, documentId }] });
    model.reset();
    model.configure({ answer: " Afterwards." });
    await reopen(chat, reply.id, { mode: "continue" });
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: `${left.content} Afterwards.`, citations: left.citations, versions: 0 });
  });

  it("keeps what it cites when going on fails before a word", async () => {
    const chat = await createConversation();
    await addDocument(chat, "Tracing paper", [{ text: "The recorder stops at the loop header." }]);
    model.configure({ answer: "At the loop header [1]." });
    const { reply } = await chat.send("When does the recorder stop?");
    const { content, citations } = await chat.settled(reply.id);
    await db().update(messages).set({ status: "stopped" }).where(eq(messages.id, reply.id));
    model.configure({ failures: [{ kind: "status", status: 401, times: 1 }] });
    await reopen(chat, reply.id, { mode: "continue" });
    expect(await chat.settled(reply.id)).toMatchObject({ status: "failed", content, citations });
  });

  it("takes the summaries with it that may tell what it said", async () => {
    const chat = await createConversation();
    const { reply } = await chat.send("Well?");
    await chat.settled(reply.id);
    await db().insert(chatSummaries).values({ id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, upTo: reply.id, content: "So far.", model: "test-chat" });
    await reopen(chat, reply.id, { mode: "anew" });
    expect(await db().select().from(chatSummaries).where(eq(chatSummaries.sessionId, chat.sessionId))).toEqual([]);
    await chat.settled(reply.id);
  });

  it("waits like any other", async () => {
    const chat = await createConversation();
    const first = await chat.send("One?");
    await chat.settled(first.reply.id);
    hold(1, 2);
    const second = await chat.send("Two?");
    await written(second.reply.id, "t1");
    expect(await reopen(chat, first.reply.id, { mode: "anew" })).toMatchObject({ job: null, reply: { status: "queued", versions: 1 } });
    expect(await reopen(chat, first.reply.id, { mode: "anew" })).toBeNull();
    release();
    expect(await chat.settled(first.reply.id)).toMatchObject({ status: "complete", content: "t1 t2" });
  });

  it("of the built-in assistant goes on when it still says the same, and anew otherwise", async () => {
    const chat = await createConversation();
    await configure(chat, { model: "built-in" });
    const { reply } = await chat.send("Well?");
    const whole = await chat.settled(reply.id);
    expect(whole.metadata["model"]).toBe("built-in");
    for (const begun of [whole.content.slice(0, 20), "Something else."]) {
      await db().update(messages).set({ content: begun, status: "interrupted", versions: 0 }).where(eq(messages.id, reply.id));
      await reopen(chat, reply.id, { mode: "continue" });
      expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: whole.content });
    }
    const versions = await db().select().from(messageVersions).where(eq(messageVersions.messageId, reply.id));
    expect(versions).toMatchObject([{ version: 1, content: "Something else.", status: "interrupted" }]);
  });
});
