import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { POST as replyRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/reply/route";
import { chatSessions } from "@/drizzle/schema";
import { call } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import type { Failure } from "@/e2e/model-server/settings";
import { createConversation, storedMessage, type Conversation } from "@/lib/chat/testing/conversation";
import { db } from "@/lib/core/db";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
});
afterAll(() => model.close());
beforeEach(() => model.reset());

/** An answer that fails after so many of its four tokens. */
async function fail(failure: Failure) {
  const chat = await createConversation();
  model.configure({ tokens: 4, failures: [failure] });
  return (await chat.settled((await chat.send("Count")).reply.id)).metadata;
}

async function stopAfterTwo(chat: Conversation): Promise<string> {
  model.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2 }] });
  const { reply } = await chat.send("Count");
  await vi.waitFor(async () => expect((await storedMessage(reply.id))?.content).toBe("t1 t2"));
  await chat.stop(reply.id);
  return reply.id;
}

it("an answer that is stopped says about what it took, and one that goes on adds to that", async () => {
  const chat = await createConversation();
  const id = await stopAfterTwo(chat);
  const stopped = await chat.settled(id);
  // Five characters of four to a token; the instructions alone have hundreds.
  expect(stopped).toMatchObject({ status: "stopped", metadata: { outputTokens: 2, tokensEstimated: true } });
  expect(stopped.metadata["inputTokens"]).toBeGreaterThan(200);
  model.reset();
  model.configure({ answer: " and the rest" });
  expect((await call(replyRoute, { as: chat.editor, params: { ...chat.params, messageId: id }, body: { mode: "continue" } })).status).toBe(201);
  const whole = await chat.settled(id);
  expect(whole).toMatchObject({ status: "complete", metadata: { outputTokens: 2 + 3, tokensEstimated: true } });
  expect(whole.metadata["inputTokens"]).toBeGreaterThan(Number(stopped.metadata["inputTokens"]));
});

it("an answer that the model refuses says what the model counted", async () => {
  const metadata = await fail({ kind: "finish", reason: "content_filter", afterTokens: 2 });
  expect(metadata).toMatchObject({ problem: "model-content", inputTokens: expect.any(Number), outputTokens: 2 });
  expect(metadata).not.toHaveProperty("tokensEstimated");
});

it("an answer that breaks off says about what it took", async () => {
  expect(await fail({ kind: "reset", afterTokens: 2 })).toMatchObject({ problem: "model-unreachable", inputTokens: expect.any(Number), outputTokens: 2, tokensEstimated: true });
});

it("an answer that no model wrote took nothing", async () => {
  expect(await fail({ kind: "status", status: 401 })).not.toHaveProperty("inputTokens");
  const chat = await createConversation();
  await db().update(chatSessions).set({ model: "built-in" }).where(eq(chatSessions.id, chat.sessionId));
  const { metadata } = await chat.settled((await chat.send("Count")).reply.id);
  expect(metadata).toMatchObject({ model: "built-in", durationMs: expect.any(Number) });
  expect(metadata).not.toHaveProperty("inputTokens");
});
