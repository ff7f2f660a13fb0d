import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import type { Failure } from "@/e2e/model-server/settings";
import { describeModel, modelTimeouts, streamModel, type ModelPart, type ModelRequest } from "./ai";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ apiKey: "right" });
  Object.assign(process.env, { AUTH_SECRET: "a secret of the tests, 32 or longer", OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "right", OPENAI_MODELS: "test-chat, other" });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

async function stream(request: Partial<ModelRequest> = {}) {
  const parts: ModelPart[] = [];
  const call = streamModel({ instructions: "Be brief.", messages: [{ role: "user", content: "Why?" }], signal: new AbortController().signal, ...request });
  const thrown = await (async () => {
    for await (const part of call) parts.push(part);
    return null;
  })().catch((error: unknown) => error);
  return { parts, text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""), thrown };
}

describe("the configured model", () => {
  it("is named by the configuration", () => expect(describeModel()).toEqual({ kind: "compatible", name: "test-chat" }));

  it("streams its answer and says what it took", async () => {
    server.configure({ answer: "One two three." });
    const { parts, text } = await stream();
    expect(text).toBe("One two three.");
    expect(parts.at(-1)).toMatchObject({ type: "end", cutOff: false, inputTokens: expect.any(Number), outputTokens: 3 });
    expect(server.requests[0]).toMatchObject({ model: "test-chat", messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Why?" }] });
  });

  it.each<[string, Failure, string, string]>([
    ["a wrong key", { kind: "status", status: 401 }, "model-key", ""],
    ["a forbidden model", { kind: "status", status: 403 }, "model-key", ""],
    ["too many requests", { kind: "status", status: 429, retryAfterSeconds: 0 }, "model-limit", ""],
    ["an overloaded server", { kind: "status", status: 503, retryAfterSeconds: 0 }, "model-unreachable", ""],
    ["a server's own timeout", { kind: "status", status: 504, retryAfterSeconds: 0 }, "model-timeout", ""],
    ["an unknown model", { kind: "status", status: 404 }, "model-failed", ""],
    ["a refused prompt", { kind: "status", status: 400, code: "content_filter" }, "model-content", ""],
    ["a refused answer", { kind: "finish", reason: "content_filter", afterTokens: 2 }, "model-content", "t1 t2"],
    ["a connection reset in the middle", { kind: "reset", afterTokens: 2 }, "model-unreachable", "t1 t2"],
    ["an error in the middle", { kind: "error", afterTokens: 2 }, "model-failed", "t1 t2"],
    ["a malformed piece", { kind: "malformed", afterTokens: 2 }, "model-failed", "t1 t2"],
    ["a stream that just ends", { kind: "end", afterTokens: 2 }, "model-failed", "t1 t2"],
  ])("%s is told as a problem, after the text so far", async (_, failure, code, text) => {
    server.configure({ tokens: 5, failures: [failure] });
    const answer = await stream();
    expect(answer.thrown).toMatchObject({ name: "ModelError", code });
    expect(answer.text).toBe(text);
  });

  it("is asked once more when it fails before the first token", async () => {
    server.configure({ answer: "Yes.", failures: [{ kind: "status", status: 500, retryAfterSeconds: 0, times: 1 }] });
    expect((await stream()).text).toBe("Yes.");
    expect(server.requests).toHaveLength(2);
  });

  it("says when an answer was cut off", async () => {
    server.configure({ tokens: 5, failures: [{ kind: "finish", reason: "length", afterTokens: 3 }] });
    expect((await stream()).parts.at(-1)).toMatchObject({ type: "end", cutOff: true });
  });

  it.each([
    ["no first token comes", undefined, { firstTokenMs: 50 }, ""],
    ["the tokens stop coming", 2, { betweenTokensMs: 50 }, "t1 t2"],
  ])("times out when %s", async (_, afterTokens, timeouts, text) => {
    server.configure({ tokens: 5, failures: [{ kind: "hang", ...(afterTokens === undefined ? {} : { afterTokens }) }] });
    const answer = await stream({ timeouts: { ...modelTimeouts, ...timeouts } });
    expect(answer.thrown).toMatchObject({ code: "model-timeout" });
    expect(answer.text).toBe(text);
  });

  it("ends without an error when it is told to, and the model hears of it", async () => {
    server.configure({ tokens: 5, failures: [{ kind: "hang", afterTokens: 2 }] });
    const control = new AbortController();
    const answer = stream({ signal: control.signal });
    await vi.waitFor(() => expect(server.requests[0]?.tokenTimes).toHaveLength(2));
    control.abort();
    expect(await answer).toMatchObject({ thrown: null });
    await vi.waitFor(() => expect(server.requests[0]?.aborted).toBe(true));
  });
});
