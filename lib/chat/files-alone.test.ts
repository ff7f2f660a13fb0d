import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { PUT as editRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { GET as sessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { POST as uploadRoute } from "@/app/api/projects/[projectId]/chat/attachments/route";
import { GET as digestRoute } from "@/app/api/projects/[projectId]/digest/route";
import { call, json } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import type { Digest } from "@/lib/digest/schemas";
import type { Attachment } from "./attachments/schemas";
import { png } from "./attachments/testing/pictures";
import type { ChatSession } from "./schemas";
import { createConversation, type Conversation } from "./testing/conversation";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "blind" });
});
afterAll(() => model.close());
beforeEach(() => {
  model.reset();
  model.configure({ answer: "Nice." });
});

async function upload(chat: Conversation, ...names: string[]): Promise<string[]> {
  const form = new FormData();
  for (const name of names) form.append("file", new Blob([new Uint8Array(png(4, 4))]), name);
  const response = await call(uploadRoute, { as: chat.editor, params: { projectId: chat.projectId }, body: form, method: "POST" });
  return (await json<{ items: Attachment[] }>(response)).items.map(({ id }) => id);
}

const title = async (chat: Conversation) => (await json<ChatSession>(await call(sessionRoute, { as: chat.viewer, params: chat.params }))).title;
const send = (chat: Conversation, body: unknown) => call(sendRoute, { as: chat.editor, params: chat.params, body });
const edit = (chat: Conversation, messageId: string, content: string) => call(editRoute, { as: chat.editor, params: { ...chat.params, messageId }, method: "PUT", body: { content } });

describe("a message of files alone", () => {
  it("says nothing, names the conversation, and the model hears of its files", async () => {
    const chat = await createConversation({ title: "" });
    model.configure({ failures: [{ kind: "status", status: 400, match: "\n---\n" }] });
    const { message, reply } = await chat.post({ content: " \n", attachmentIds: await upload(chat, "oak_beam.png", "mill.png") });
    expect(message).toMatchObject({ content: "", attachments: [{ name: "oak_beam.png" }, { name: "mill.png" }] });
    expect(await chat.settled(reply?.id ?? "")).toMatchObject({ status: "complete", content: "Nice." });
    expect(await title(chat)).toBe("oak_beam.png, mill.png");
    expect(model.requests[0]?.question).toBe("Edda: [Picture: “oak_beam.png”, which you can't see]\n[Picture: “mill.png”, which you can't see]");
    // What a title is made from.
    await vi.waitFor(() => expect(model.requests.at(-1)?.question).toBe("oak_beam.png, mill.png\n\n---\n\nNice."));
  });

  it("is told by their names where it is quoted", async () => {
    const chat = await createConversation();
    const { reply } = await chat.post({ content: "Show me" }, chat.owner);
    await chat.settled(reply?.id ?? "");
    const since = new Date(Date.now() - 60_000).toISOString();
    const { message, reply: next } = await chat.post({ content: "", attachmentIds: await upload(chat, "mill.png"), replyTo: (await chat.read()).items[0]?.id });
    await chat.settled(next?.id ?? "");
    const { items } = await json<Digest>(await call(digestRoute, { as: chat.owner, params: { projectId: chat.projectId }, query: `?since=${since}` }));
    expect(items.find(({ source }) => source.kind === "message" && source.messageId === message.id)).toMatchObject({ kind: "answer", text: "mill.png" });
  });

  it("may get words and lose them again, and one without files may not", async () => {
    const chat = await createConversation();
    const withFile = await chat.post({ content: "Look", attachmentIds: await upload(chat, "mill.png") });
    await chat.settled(withFile.reply?.id ?? "");
    expect(await json(await edit(chat, withFile.message.id, ""))).toMatchObject({ content: "", versions: 1 });
    const without = await chat.send("Look");
    await chat.settled(without.reply.id);
    for (const response of [await edit(chat, without.message.id, "  "), await send(chat, { content: "" }), await send(chat, { content: " ", attachmentIds: [] })]) {
      expect(await json(response)).toMatchObject({ status: 422, errors: [{ pointer: "/content" }] });
    }
  });
});
