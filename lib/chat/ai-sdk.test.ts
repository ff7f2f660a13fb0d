import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { DefaultChatTransport, readUIMessageStream, type UIMessage, type UIMessageChunk } from "ai";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { call } from "@/drizzle/testing/factories";
import { POST as logoutRoute } from "@/app/api/auth/logout/route";
import { DELETE as removeMemberRoute, PUT as memberRoute } from "@/app/api/projects/[projectId]/collaborators/[userId]/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { addDocument, createConversation, type Conversation } from "./testing/conversation";

let model: ModelServer;
let server: Server;
let chat: Conversation;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
  server = createServer((request, response) => {
    void (async () => {
      const gone = new AbortController();
      response.once("close", () => gone.abort());
      const body = Buffer.concat(await Array.fromAsync(request));
      const answer = await sendRoute(new Request(`http://localhost${request.url}`, { method: "POST", headers: new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body, signal: gone.signal }), { params: Promise.resolve(chat.params) });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      // The two declarations of one web stream differ in their generics only.
      if (answer.body) Readable.fromWeb(answer.body as NodeReadableStream).on("error", () => undefined).pipe(response);
      else response.end();
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await model.close();
});
beforeEach(async () => {
  model.reset();
  chat = await createConversation();
});

const transport = (as = chat.editor) =>
  // A server that listens on a port has an address with a port.
  new DefaultChatTransport<UIMessage>({ api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/message`, headers: { authorization: `Bearer ${as.accessToken}` } });
const asked = (text: string): UIMessage => ({ id: "client-made", role: "user", parts: [{ type: "text", text }] });
type SendOptions = Partial<Parameters<DefaultChatTransport<UIMessage>["sendMessages"]>[0]>;
const send = (messages: UIMessage[], options: SendOptions = {}, as = chat.editor) =>
  transport(as).sendMessages({ chatId: "chat", messages, trigger: "submit-message", messageId: undefined, abortSignal: undefined, ...options });
const textOf = (message: UIMessage | undefined) => (message?.parts ?? []).map((part) => (part.type === "text" ? part.text : "")).join("");

/** What the SDK's client shows in the end, and the error that it was told of. */
async function shown(stream: ReadableStream<UIMessageChunk>) {
  let last: UIMessage | undefined;
  let error: unknown = null;
  for await (const message of readUIMessageStream({ stream, onError: (thrown) => (error = thrown), terminateOnError: false })) last = message;
  return { message: last, error };
}

describe("the AI SDK's own chat transport", () => {
  it("sends a message and reads the answer as it streams, with its sources", async () => {
    const text = "The recorder stops at the loop header.";
    const documentId = await addDocument(chat, "Tracing paper", [{ text }]);
    model.configure({ answer: "It stops at the loop header [1].", tokenMs: 5 });
    const { message, error } = await shown(await send([asked("When does the recorder stop?")]));
    expect(error).toBeNull();
    const { items } = await chat.read();
    expect(items.map(({ role, content, status }) => ({ role, content, status }))).toEqual([
      { role: "user", content: "When does the recorder stop?", status: "complete" },
      { role: "assistant", content: "It stops at the loop header [1].", status: "complete" },
    ]);
    expect(message?.id).toBe(items[1]?.id);
    expect(textOf(message)).toBe("It stops at the loop header [1].");
    expect(message?.parts).toContainEqual(expect.objectContaining({ type: "source-document", sourceId: documentId, title: "Tracing paper" }));
    expect(message?.metadata).toMatchObject({ questionId: items[0]?.id, status: "complete", citations: items[1]?.citations });
  });

  it("has the last answer written anew, in its place, by the client's id or the answer's", async () => {
    model.configure({ answer: "First." });
    const first = await shown(await send([asked("Again?")]));
    for (const messageId of [undefined, "made-by-the-client", first.message?.id]) {
      model.configure({ answer: `Anew for ${messageId}.` });
      const { message } = await shown(await send([asked("Again?")], { trigger: "regenerate-message", messageId }));
      expect(message?.id).toBe(first.message?.id);
      expect(textOf(message)).toBe(`Anew for ${messageId}.`);
    }
    expect((await chat.read()).items).toHaveLength(2);
  });

  it("hears of a failure as a problem's code, never in the provider's words", async () => {
    model.configure({ tokens: 4, failures: [{ kind: "error", afterTokens: 2 }] });
    const chunks = await Array.fromAsync(await send([asked("Fail")]));
    expect(chunks.filter((chunk) => chunk.type === "error")).toEqual([{ type: "error", errorText: "model-failed" }]);
    expect(chunks.map((chunk) => (chunk.type === "text-delta" ? chunk.delta : "")).join("")).toBe("t1 t2");
  });

  it("hears that an answer was stopped", async () => {
    model.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2 }] });
    const stream = await send([asked("Hold")]);
    await vi.waitFor(() => expect(model.requests.at(-1)?.tokenTimes).toHaveLength(2));
    const reply = (await chat.read()).items[1];
    expect((await chat.stop(reply?.id ?? "")).status).toBe(204);
    expect((await Array.fromAsync(stream)).at(-1)).toEqual({ type: "abort", reason: "stopped" });
  });

  it("hears no more once its user is no member, and still does after their role changed", async () => {
    model.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2 }] });
    const stream = await send([asked("Hold")]);
    await vi.waitFor(() => expect(model.requests.at(-1)?.tokenTimes).toHaveLength(2));
    const params = { projectId: chat.projectId, userId: chat.editor.actor.id };
    const reader = stream.getReader();
    expect((await call(memberRoute, { as: chat.owner, params, method: "PUT", body: { role: "viewer" } })).status).toBe(200);
    const chunks: (UIMessageChunk | undefined)[] = [];
    while (chunks.map((chunk) => (chunk?.type === "text-delta" ? chunk.delta : "")).join("") !== "t1 t2") chunks.push((await reader.read()).value);
    expect((await call(removeMemberRoute, { as: chat.owner, params, method: "DELETE" })).status).toBe(204);
    while (chunks.at(-1)?.type !== "abort") chunks.push((await reader.read()).value);
    expect(chunks.at(-1)).toEqual({ type: "abort", reason: "gone" });
    expect((await reader.read()).done).toBe(true);
    model.configure({ failures: [] });
    await chat.settled((await chat.read("", chat.owner)).items[1]?.id ?? "", chat.owner);
  });

  it("hears no more once it is signed out", async () => {
    model.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2 }] });
    const stream = await send([asked("Hold")]);
    await vi.waitFor(() => expect(model.requests.at(-1)?.tokenTimes).toHaveLength(2));
    expect((await call(logoutRoute, { as: chat.editor, method: "POST" })).status).toBe(204);
    expect((await Array.fromAsync(stream)).at(-1)).toEqual({ type: "abort", reason: "gone" });
  });

  it("may leave: the answer goes on to its end", async () => {
    model.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2 }] });
    const client = new AbortController();
    const stream = await send([asked("Hold")], { abortSignal: client.signal });
    await vi.waitFor(() => expect(model.requests.at(-1)?.tokenTimes).toHaveLength(2));
    client.abort();
    await expect(Array.fromAsync(stream)).rejects.toThrow("abort");
    const reply = (await chat.read()).items[1];
    model.configure({ failures: [] });
    expect(await chat.settled(reply?.id ?? "")).toMatchObject({ status: "complete", content: "t1 t2 t3 t4" });
    expect(model.requests.at(-1)?.aborted).toBe(false);
  });

  it("gets a problem when its user may not write", async () => {
    await expect(send([asked("Hi")], {}, chat.viewer)).rejects.toThrow("Your role does not allow this");
    expect((await chat.read()).items).toEqual([]);
  });
});

describe("the door for streams", () => {
  it("opens by the header Accept as well, and closes to proxies' buffers", async () => {
    model.configure({ answer: "Yes." });
    const response = await call(sendRoute, { as: chat.editor, params: chat.params, body: { content: "Well?" }, headers: { accept: "text/event-stream" } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({ "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1", "x-accel-buffering": "no", "cache-control": "no-cache, no-transform" });
    const lines = (await response.text()).trim().split("\n\n");
    expect(lines.at(-1)).toBe("data: [DONE]");
    expect(lines.some((line) => line.includes('"delta":"Yes."'))).toBe(true);
  });
});
