import { APICallError, generateText } from "ai";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AskOptions, ask, providerOf } from "./ask.ts";
import { type ModelServer, startModelServer } from "./model-server.ts";

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

/** The error of an answer that failed in full. */
async function failedCall(options?: AskOptions): Promise<APICallError> {
  const { errors, text } = await ask(server, options);
  expect(text).toBe("");
  expect(errors).toHaveLength(1);
  const [error] = errors;
  if (!APICallError.isInstance(error)) throw new Error("An APICallError was expected.", { cause: error });
  return error;
}

describe("failures", () => {
  it.each([
    { status: 401, isRetryable: false, message: "Incorrect API key provided." },
    { status: 429, isRetryable: true, message: "Rate limit reached for requests." },
    { status: 500, isRetryable: true, message: "The server had an error while processing your request." },
    { status: 503, isRetryable: true, message: "The engine is currently overloaded, please try again later." },
  ])("status $status is an APICallError with OpenAI's words", async ({ status, isRetryable, message }) => {
    server.configure({ failures: [{ kind: "status", status, retryAfterSeconds: 7 }] });
    const error = await failedCall();
    expect(error).toMatchObject({ statusCode: status, isRetryable, message });
    expect(error.responseHeaders?.["retry-after"]).toBe("7");
  });

  it("last for the number of requests that was set, so that a retry succeeds", async () => {
    server.configure({ answer: "Yes.", failures: [{ kind: "status", status: 429, retryAfterSeconds: 0, times: 2 }] });
    expect((await ask(server, { maxRetries: 2 })).text).toBe("Yes.");
    expect(server.requests.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(server.settings.failures).toEqual([]);
  });

  it("last until they are cleared, and only for questions that fit", async () => {
    server.configure({ failures: [{ kind: "status", status: 500, match: "recorder" }] });
    await failedCall();
    await failedCall();
    expect((await ask(server, { prompt: "Something else" })).errors).toEqual([]);
    server.configure({ failures: [] });
    expect((await ask(server)).errors).toEqual([]);
  });

  it("a reset before the headers is a connection error that may be retried", async () => {
    server.configure({ failures: [{ kind: "reset" }] });
    const error = await failedCall();
    expect(error.message).toContain("Cannot connect to API");
    expect(error).toMatchObject({ isRetryable: true, statusCode: undefined });
    expect(server.requests[0]).toMatchObject({ status: null, failure: "reset", aborted: false });
  });

  it("a reset after three tokens leaves three tokens and an error", async () => {
    server.configure({ tokens: 10, failures: [{ kind: "reset", afterTokens: 3 }] });
    const { text, thrown } = await ask(server);
    expect(text).toBe("t1 t2 t3");
    // In the middle of a stream the SDK gives no error part: reading the stream throws.
    expect(thrown).toMatchObject({ name: "AI_APICallError", isRetryable: true });
    await vi.waitFor(() => expect(server.requests[0]).toMatchObject({ status: 200, aborted: false, endedAt: expect.any(Number) }));
  });

  it("a malformed chunk is an error part, and the answer goes on", async () => {
    server.configure({ tokens: 3, failures: [{ kind: "malformed", afterTokens: 1 }] });
    const { text, errors } = await ask(server);
    expect(errors).toMatchObject([{ name: "AI_JSONParseError" }]);
    expect(text).toBe("t1 t2 t3");
  });

  it("an error frame in the middle is an error part that ends the answer", async () => {
    server.configure({ tokens: 3, failures: [{ kind: "error", afterTokens: 1 }] });
    const { text, errors } = await ask(server);
    expect(text).toBe("t1");
    expect(errors).toMatchObject([{ message: "The server had an error while processing your request." }]);
  });

  it("an end without a finish reason is told apart from a finished answer", async () => {
    server.configure({ tokens: 3, failures: [{ kind: "end", afterTokens: 2 }] });
    const { text, finish } = await ask(server);
    expect(text).toBe("t1 t2");
    expect(finish).toMatchObject({ finishReason: "interrupted" });
  });

  it.each([
    { reason: "content_filter", seen: "content-filter" },
    { reason: "length", seen: "length" },
  ] as const)("finish reason $reason ends the answer early", async ({ reason, seen }) => {
    server.configure({ tokens: 9, failures: [{ kind: "finish", reason, afterTokens: 4 }] });
    const { text, finish } = await ask(server);
    expect(text).toBe("t1 t2 t3 t4");
    expect(finish).toMatchObject({ finishReason: seen });
  });

  it("a whole answer fails in its JSON or its connection", async () => {
    const whole = () => generateText({ model: providerOf(server).chat("test-chat"), prompt: "Why?", maxRetries: 0 });
    server.configure({ failures: [{ kind: "malformed", times: 1 }, { kind: "reset", afterTokens: 0, times: 1 }] });
    await expect(whole()).rejects.toMatchObject({ message: "Invalid JSON response" });
    await expect(whole()).rejects.toMatchObject({ name: "AI_APICallError" });
    expect((await whole()).finishReason).toBe("stop");
  });
});

describe("waiting and leaving", () => {
  it("notices that the client left an answer that never begins", async () => {
    server.configure({ failures: [{ kind: "hang" }] });
    const client = new AbortController();
    const asked = ask(server, { abortSignal: client.signal });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    expect(server.requests[0]).toMatchObject({ endedAt: null, aborted: false });
    client.abort();
    expect((await asked).aborted).toBe(true);
    await vi.waitFor(() => expect(server.requests[0]).toMatchObject({ aborted: true, status: null }));
  });

  it("notices that the client left in the middle, and sends no more tokens", async () => {
    server.configure({ tokens: 1000, tokenMs: 2 });
    const client = new AbortController();
    const asked = ask(server, { abortSignal: client.signal });
    await vi.waitFor(() => expect(server.requests[0]?.tokenTimes.length).toBeGreaterThan(3));
    client.abort();
    await asked;
    await vi.waitFor(() => expect(server.requests[0]?.aborted).toBe(true));
    expect(server.requests[0]?.tokenTimes.length).toBeLessThan(1000);
  });

  it("holds an answer after two tokens until failures are set anew", async () => {
    server.configure({ tokens: 4, failures: [{ kind: "hold", afterTokens: 2, times: 1 }] });
    const asked = ask(server);
    await vi.waitFor(() => expect(server.requests[0]?.tokenTimes).toHaveLength(2));
    server.configure({ failures: [] });
    const { text, finish } = await asked;
    expect(text).toBe("t1 t2 t3 t4");
    expect(finish).toMatchObject({ finishReason: "stop" });
    await vi.waitFor(() => expect(server.requests[0]?.endedAt).not.toBeNull());
    expect(server.requests[0]?.aborted).toBe(false);
  });

  it("closes while an answer is under way", async () => {
    server.configure({ failures: [{ kind: "hang", afterTokens: 1 }] });
    const body = JSON.stringify({ model: "test-chat", stream: true, messages: [{ role: "user", content: "Why?" }] });
    const response = await fetch(`${server.baseUrl}/chat/completions`, { method: "POST", body });
    await server.close();
    await expect(response.text()).rejects.toThrow("terminated");
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
    expect(server.requests[0]?.aborted).toBe(false);
    server = await startModelServer();
  });
});
