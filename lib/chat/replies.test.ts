import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DELETE as deleteMessageRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST as replyRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/reply/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { PATCH as updateSessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { call, json } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { newId } from "@/lib/core/ids";
import type { SentMessage } from "./schemas";
import { createConversation, type Conversation } from "./testing/conversation";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
});
afterAll(() => model.close());
beforeEach(() => model.reset());

async function createThread(assistantMode: "always" | "mentioned" | "never") {
  const chat = await createConversation();
  const settings = await call(updateSessionRoute, { as: chat.editor, params: chat.params, body: { assistantMode, whenBusy: "parallel" }, method: "PATCH" });
  expect(settings.status).toBe(200);
  return chat;
}

const ask = (chat: Conversation, messageId: string, body: unknown = {}, as = chat.editor) => call(replyRoute, { as, params: { ...chat.params, messageId }, body });
const asked = async (chat: Conversation, messageId: string) => {
  const response = await ask(chat, messageId);
  expect(response.status).toBe(201);
  const { reply } = await json<SentMessage>(response);
  if (!reply) throw new Error("nobody answers");
  return reply;
};
const asAiSdk = (chat: Conversation, text: string) => call(sendRoute, { as: chat.editor, params: chat.params, body: { messages: [{ role: "user", parts: [{ type: "text", text }] }] } });

describe("the assistant", () => {
  it("answers only where it is mentioned or replied to, if the conversation says so", async () => {
    const chat = await createThread("mentioned");
    expect((await chat.post({ content: "What do you think, Olga?" })).reply).toBeNull();
    const mentioned = await chat.post({ content: "@Socrates, what do you think?" });
    expect(mentioned.reply).toMatchObject({ role: "assistant", replyTo: mentioned.message.id });
    await chat.settled(mentioned.reply?.id ?? "");
    expect((await chat.post({ content: "And why?", replyTo: mentioned.reply?.id })).reply).not.toBeNull();
    expect((await chat.post({ content: "I agree", replyTo: mentioned.message.id })).reply).toBeNull();
  });

  it("says nothing by itself where it is to keep out, and answers whoever asks it under a message", async () => {
    const chat = await createThread("never");
    const { message, reply } = await chat.post({ content: "@Socrates?" });
    expect(reply).toBeNull();
    expect((await chat.read()).items).toHaveLength(1);
    expect(await chat.settled((await asked(chat, message.id)).id)).toMatchObject({ status: "complete", replyTo: message.id });
  });

  it("ends an AI SDK client's stream at once when nobody mentioned it, and refuses such a client where it never answers", async () => {
    const chat = await createThread("mentioned");
    const response = await asAiSdk(chat, "Olga?");
    expect([response.status, response.headers.get("x-vercel-ai-ui-message-stream")]).toEqual([200, "v1"]);
    expect((await response.text()).trim().split("\n\n").filter((line) => line.startsWith("data:"))).toEqual(['data: {"type":"start"}', 'data: {"type":"finish","finishReason":"stop"}', "data: [DONE]"]);
    expect((await chat.read()).items.map(({ content }) => content)).toEqual(["Olga?"]);
    const silent = await createThread("never");
    expect(await json(await asAiSdk(silent, "Socrates?"))).toMatchObject({ status: 409, code: "conflict", detail: "The assistant does not answer in this conversation." });
    expect((await silent.read()).items).toEqual([]);
  });

  it("tells an AI SDK client that its file is not taken, and where it stands", async () => {
    const chat = await createThread("always");
    const body = { messages: [{ role: "user", parts: [{ type: "text", text: "What is this?" }, { type: "file", mediaType: "image/png", url: "data:image/png;base64,AA==" }] }] };
    expect(await json(await call(sendRoute, { as: chat.editor, params: chat.params, body }))).toMatchObject({ status: 422, errors: [{ pointer: "/messages/0/parts/1" }] });
    expect((await chat.read()).items).toEqual([]);
  });
});

describe("asking the assistant under a message", () => {
  it("begins its first answer, and has that one written anew later", async () => {
    const chat = await createThread("mentioned");
    const { message } = await chat.post({ content: "Why does it rain?" });
    await chat.post({ content: "Let us see." });
    const first = await asked(chat, message.id);
    expect(first).toMatchObject({ replyTo: message.id, branchId: null });
    const answer = await chat.settled(first.id);
    expect(chat.events.filter(({ name, payload }) => name === "chat:message:received" && payload["messageId"] === first.id)).toHaveLength(1);
    const again = await asked(chat, message.id);
    expect(again).toMatchObject({ id: first.id, versions: 1 });
    await chat.settled(first.id);
    expect((await chat.read()).items).toHaveLength(3);
    expect(answer.status).toBe("complete");
  });

  it("at once, several times, begins one answer", async () => {
    const chat = await createThread("mentioned");
    const { message } = await chat.post({ content: "Why does it rain?" });
    model.configure({ failures: [{ kind: "hold", afterTokens: 0 }] });
    const statuses = (await Promise.all(Array.from({ length: 4 }, () => ask(chat, message.id)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 409, 409, 409]);
    model.configure({ failures: [] });
    const answers = (await chat.read()).items.filter(({ role }) => role === "assistant");
    expect(answers).toHaveLength(1);
    await chat.settled(answers[0]?.id ?? "");
  });

  it("answers in the branch that is active, also what stands before its fork", async () => {
    const chat = await createThread("mentioned");
    const { message: shared } = await chat.post({ content: "Why does it rain?" });
    const { message: second } = await chat.post({ content: "second" });
    const onTrunk = await asked(chat, shared.id);
    await chat.settled(onTrunk.id);
    const { message: other } = await chat.post({ content: "second, again", replaces: second.id });
    // The trunk's answer came after the fork, so nobody sees it here.
    const onBranch = await asked(chat, shared.id);
    expect([onTrunk.branchId, onBranch.branchId]).toEqual([null, other.branchId]);
    expect(onBranch.id).not.toBe(onTrunk.id);
    await chat.settled(onBranch.id);
    expect((await chat.read()).items.map(({ id }) => id)).toEqual([shared.id, other.id, onBranch.id]);
    expect((await chat.read("?branch=main")).items.map(({ id }) => id)).toEqual([shared.id, second.id, onTrunk.id]);
    // In another branch it is answered there.
    expect((await asked(chat, second.id)).branchId).toBeNull();
  });

  it("is refused for what is deleted or isn't there, in an archived conversation, and to viewers", async () => {
    const chat = await createThread("mentioned");
    const { message } = await chat.post({ content: "Why?" });
    expect((await ask(chat, newId())).status).toBe(404);
    expect((await ask(chat, message.id, {}, chat.viewer)).status).toBe(403);
    expect((await ask(chat, message.id, { model: "no-such-model" })).status).toBe(422);
    await call(updateSessionRoute, { as: chat.editor, params: chat.params, body: { archived: true }, method: "PATCH" });
    expect((await ask(chat, message.id)).status).toBe(409);
    await call(updateSessionRoute, { as: chat.editor, params: chat.params, body: { archived: false }, method: "PATCH" });
    await call(deleteMessageRoute, { as: chat.editor, params: { ...chat.params, messageId: message.id }, method: "DELETE" });
    expect((await ask(chat, message.id)).status).toBe(409);
  });
});

describe("stopping", () => {
  it("ends the answers to a question in every branch, and no other", async () => {
    const chat = await createThread("mentioned");
    model.configure({ failures: [{ kind: "hold", afterTokens: 0 }] });
    const { message: shared } = await chat.post({ content: "Why does it rain?" });
    const { message: second } = await chat.post({ content: "second" });
    const onTrunk = await asked(chat, shared.id);
    const other = await asked(chat, second.id);
    await chat.post({ content: "second, again", replaces: second.id });
    const onBranch = await asked(chat, shared.id);
    expect((await chat.stop(shared.id)).status).toBe(204);
    expect([await chat.settled(onTrunk.id), await chat.settled(onBranch.id)]).toMatchObject([{ status: "stopped" }, { status: "stopped" }]);
    expect((await chat.read("?branch=main")).items.at(-1)).toMatchObject({ id: other.id, status: "streaming" });
    model.configure({ failures: [] });
    expect(await chat.settled(other.id)).toMatchObject({ status: "complete" });
  });
});
