import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { chatSessions, messages } from "@/drizzle/schema";
import { grantOf } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { createConversation, storedMessage, type Conversation } from "@/lib/chat/testing/conversation";
import { db, type Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { mutate } from "@/lib/events/mutate";
import { endAnswersTo, openAnswer } from "./answers";
import { followAnswer } from "./following";
import { lockSessionLine, type HeldSession } from "./queue-queries";

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

async function held(tx: Tx, chat: Conversation): Promise<HeldSession> {
  const session = await lockSessionLine(tx, chat.params);
  if (!session) throw new Error("the conversation is gone");
  return session;
}

/** A message without an answer, and the question to it later. */
async function ask(chat: Conversation, content: string) {
  const id = newId();
  await db().insert(messages).values({ id, projectId: chat.projectId, sessionId: chat.sessionId, userId: chat.editor.actor.id, role: "user", content });
  return mutate(await grantOf(chat.editor, chat.projectId, "chat.write"), async (tx) => openAnswer(tx, await held(tx, chat), { id, branchId: null }, { id: newId() }));
}

describe("an answer while another one is being written", () => {
  it("waits, then begins by itself and knows what the one before said", async () => {
    const chat = await createConversation();
    hold(1, 2);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    const second = await chat.send("Two?");
    const third = await chat.send("Three?");
    expect([second.reply, third.reply]).toMatchObject([{ status: "queued", content: "" }, { status: "queued" }]);
    expect(await storedMessage(second.reply.id)).toMatchObject({ leaseOwner: null, leaseUntil: null });
    expect(model.requests).toHaveLength(1);
    release();
    expect(await chat.settled(third.reply.id)).toMatchObject({ status: "complete", content: "t1 t2" });
    expect(model.requests.filter(({ question }) => /Edda: (One|Two|Three)\?$/.test(question)).map(({ messages: asked }) => asked.slice(1).map(({ content }) => content))).toEqual([
      ["Edda: One?"],
      ["Edda: One?", "t1 t2", "Edda: Two?"],
      ["Edda: One?", "t1 t2", "Edda: Two?", "t1 t2", "Edda: Three?"],
    ]);
    const statuses = chat.events.filter(({ name, payload }) => name === "chat:message:updated" && payload["messageId"] === second.reply.id).map(({ payload }) => payload["status"]);
    expect(statuses).toEqual(["streaming", "complete"]);
  });

  it("runs beside it where the conversation says so", async () => {
    const chat = await createConversation();
    await configure(chat, { whenBusy: "parallel" });
    hold(1, 2);
    const [first, second] = [await chat.send("One?"), await chat.send("Two?")];
    for (const { reply } of [first, second]) {
      expect(reply.status).toBe("streaming");
      await written(reply.id, "t1");
    }
    release();
    for (const { reply } of [first, second]) expect(await chat.settled(reply.id)).toMatchObject({ status: "complete" });
  });

  it("begins when that one is stopped or fails", async () => {
    const chat = await createConversation();
    hold(1, 2);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    const second = await chat.send("Two?");
    expect((await chat.stop(first.reply.id)).status).toBe(204);
    await written(second.reply.id, "t1");
    const third = await chat.send("Three?");
    model.configure({ failures: [{ kind: "error", afterTokens: 1, times: 1 }] });
    expect(await chat.settled(second.reply.id)).toMatchObject({ status: "complete" });
    expect(await chat.settled(third.reply.id)).toMatchObject({ status: "failed" });
  });

  it("ends at once when it is stopped, and is passed over", async () => {
    const chat = await createConversation();
    hold(1, 2);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    const [second, third] = [await chat.send("Two?"), await chat.send("Three?")];
    expect((await chat.stop(second.message.id)).status).toBe(204);
    expect(await storedMessage(second.reply.id)).toMatchObject({ status: "stopped", content: "" });
    await vi.waitFor(() => expect(chat.events.at(-1)).toMatchObject({ name: "chat:message:updated", payload: { messageId: second.reply.id, status: "stopped" } }));
    release();
    expect(await chat.settled(third.reply.id)).toMatchObject({ status: "complete" });
    expect(await storedMessage(second.reply.id)).toMatchObject({ status: "stopped" });
  });

  it("is dropped with its question, and one under way ends with it", async () => {
    const chat = await createConversation();
    hold(1, 2);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    const second = await chat.send("Two?");
    const endWith = async (questionId: string) => mutate(await grantOf(chat.editor, chat.projectId, "chat.write"), async (tx) => endAnswersTo(tx, await held(tx, chat), questionId, { erase: true }));
    expect(await endWith(second.message.id)).toMatchObject({ ended: [{ id: second.reply.id, status: "stopped", deletedAt: expect.any(String) }], ending: [] });
    expect(await endWith(first.message.id)).toEqual({ ended: [], ending: [first.reply.id] });
    expect(await chat.settled(first.reply.id)).toMatchObject({ status: "stopped", content: "t1" });
  });

  it("does not wait for one in another branch", async () => {
    const chat = await createConversation();
    hold(1, 2);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    await db().update(messages).set({ branchId: newId() }).where(eq(messages.id, first.reply.id));
    expect((await chat.send("Two?")).reply.status).toBe("streaming");
    release();
  });

  it("can be followed from before it begins, as text and to its end", async () => {
    const chat = await createConversation();
    hold(1, 3);
    const first = await chat.send("One?");
    await written(first.reply.id, "t1");
    const { reply } = await ask(chat, "Two?");
    let text = "";
    const { ended } = followAnswer(chat.params, reply.id, (piece) => (text += piece));
    release();
    expect(await ended).toMatchObject({ id: reply.id, status: "complete", content: "t1 t2 t3" });
    expect(text).toBe("t1 t2 t3");
  });
});

describe("the model of an answer", () => {
  it("is the conversation's before the project's, and the one that really answered is named", async () => {
    const chat = await createConversation();
    for (const [chosen, name] of [["second", "second"], ["gone", "test-chat"], [null, "test-chat"]] as const) {
      await configure(chat, { model: chosen });
      const { reply } = await chat.send("Which?");
      expect(await chat.settled(reply.id)).toMatchObject({ metadata: { model: name } });
    }
  });
});
