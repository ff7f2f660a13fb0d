import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { messages } from "@/drizzle/schema";
import { useOwnDatabase } from "@/drizzle/testing/own-database";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { createConversation, storedMessage } from "@/lib/chat/testing/conversation";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { shutdown } from "@/lib/core/process";
import type { StoredAnswer } from "./runner";
import { startAssistant, sweepAnswers } from "./sweep";

// A sweep looks after every answer there is: beside other tests it would begin theirs.
let model: ModelServer;
let drop = async () => {};

beforeAll(async () => {
  model = await startModelServer();
  drop = await useOwnDatabase({ OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
});

afterAll(async () => {
  await shutdown();
  await drop();
  await model.close();
});

it("begins what waited for an answer whose process died, once", async () => {
  const chat = await createConversation();
  model.configure({ tokens: 2, failures: [{ kind: "hold", afterTokens: 1 }] });
  const first = await chat.send("One?");
  await vi.waitFor(async () => expect((await storedMessage(first.reply.id))?.content).toBe("t1"));
  const second = await chat.send("Two?");
  // Another owner whose lease is over, as after a crash.
  await db().update(messages).set({ leaseOwner: newId(), leaseUntil: sql`now() - interval '1 second'` }).where(eq(messages.id, first.reply.id));
  model.configure({ failures: [] });
  const stored: StoredAnswer[] = [];
  const sweep = () => sweepAnswers((answer) => void stored.push(answer));
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(await chat.settled(second.reply.id)).toMatchObject({ status: "complete", content: "t1 t2" });
  await vi.waitFor(() => expect(stored).toMatchObject([{ ...chat.params, answer: { id: second.reply.id, status: "complete" }, isNamed: true }]));
  expect(await storedMessage(first.reply.id)).toMatchObject({ status: "interrupted", content: "t1" });
  expect(model.requests.filter(({ question }) => question.endsWith("Two?"))).toHaveLength(1);
});

it("marks what a dead process left behind as soon as the assistant starts", async () => {
  const chat = await createConversation();
  const left = { id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, role: "assistant" as const, content: "half an ans", status: "streaming" as const, leaseOwner: newId(), leaseUntil: new Date(0).toISOString() };
  await db().insert(messages).values(left);
  startAssistant(() => undefined);
  expect(await chat.settled(left.id)).toMatchObject({ status: "interrupted", content: "half an ans" });
});
