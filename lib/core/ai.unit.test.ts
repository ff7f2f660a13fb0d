import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import type { Failure } from "@/e2e/model-server/settings";
import { askModel, describeModel, findModel, listModels, modelTimeouts, requireModel, streamModel, type ModelPart, type ModelRequest } from "./ai";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ apiKey: "right" });
  Object.assign(process.env, { AUTH_SECRET: "a secret of the tests, 32 or longer", OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "right", OPENAI_MODELS: "test-chat, other" });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

async function stream(request: Partial<ModelRequest> = {}) {
  const parts: ModelPart[] = [];
  const call = streamModel({ model: describeModel(), instructions: "Be brief.", messages: [{ role: "user", content: "Why?" }], signal: new AbortController().signal, ...request });
  const thrown = await (async () => {
    for await (const part of call) parts.push(part);
    return null;
  })().catch((error: unknown) => error);
  return { parts, text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""), thrown };
}

describe("the configured model", () => {
  it("is the first of the configuration, or the first wish that is configured", () => {
    expect(describeModel()).toEqual({ kind: "compatible", name: "test-chat", sees: false, contextTokens: 8_192 });
    expect(describeModel(null, "gone", "other", "test-chat").name).toBe("other");
    expect(describeModel("gone").name).toBe("test-chat");
    expect(describeModel("built-in")).toMatchObject({ kind: "built-in", sees: false });
  });

  it("is one of a list, in which the built-in assistant comes last", () => {
    expect(listModels().map(({ name }) => name)).toEqual(["test-chat", "other", "built-in"]);
    expect(findModel("other")).toMatchObject({ kind: "compatible" });
    expect(findModel("gone")).toBeNull();
    expect(() => requireModel("gone")).toThrow(expect.objectContaining({ code: "validation-failed", details: { errors: [{ pointer: "/model", detail: expect.any(String) }] } }));
  });

  it("answers whole where nobody reads along", async () => {
    server.configure({ answer: " One two. " });
    const request = { model: describeModel("other"), instructions: "Be brief.", messages: [{ role: "user" as const, content: "Why?" }] };
    expect(await askModel({ ...request, signal: new AbortController().signal })).toBe("One two.");
    expect(server.requests[0]?.model).toBe("other");
    expect(await askModel({ ...request, signal: AbortSignal.abort() })).toBe("");
  });

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
    ["an error of the server that stays", { kind: "status", status: 500, retryAfterSeconds: 0 }, "model-failed", ""],
    ["a prompt longer than the window", { kind: "status", status: 400, code: "context_length_exceeded" }, "model-too-long", ""],
    ["a prompt longer than a compatible server's window", { kind: "status", status: 400, message: "This model's maximum context length is 2048 tokens." }, "model-too-long", ""],
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

  it("says what it took also when it refuses its own answer", async () => {
    server.configure({ tokens: 5, failures: [{ kind: "finish", reason: "content_filter", afterTokens: 2 }] });
    const { parts, thrown } = await stream();
    expect(parts.at(-1)).toMatchObject({ type: "end", inputTokens: expect.any(Number), outputTokens: 2 });
    expect(thrown).toMatchObject({ code: "model-content" });
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
