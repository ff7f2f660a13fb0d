import { cosineSimilarity, embed, embedMany, generateText } from "ai";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask, providerOf } from "./ask.ts";
import { type ModelServer, startModelServer } from "./model-server.ts";
import type { Settings } from "./settings.ts";

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const post = (path: string, body: unknown, method = "POST") =>
  fetch(`${server.url}${path}`, { method, headers: { "content-type": "application/json" }, body: typeof body === "string" ? body : JSON.stringify(body) });

const chatBody = { model: "test-chat", messages: [{ role: "user", content: "Why?" }] };

describe("answers", () => {
  it("streams the answer that was set token by token, with finish reason and usage", async () => {
    server.configure({ answer: "A loop closes.\n\nThen it stops." });
    const { texts, text, finish } = await ask(server);
    expect(text).toBe("A loop closes.\n\nThen it stops.");
    expect(texts).toEqual(["A", " loop", " closes.", "\n\nThen", " it", " stops."]);
    expect(finish).toMatchObject({ finishReason: "stop", totalUsage: { outputTokens: 6, inputTokens: 7 } });
  });

  it("sends OpenAI's frames: the role first, usage in a chunk of its own, [DONE] last", async () => {
    server.configure({ answer: "Yes." });
    const response = await post("/v1/chat/completions", { ...chatBody, stream: true, stream_options: { include_usage: true } });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const frames = (await response.text()).trimEnd().split("\n\n").map((frame) => frame.replace("data: ", ""));
    expect(frames.pop()).toBe("[DONE]");
    expect(frames.map((frame) => JSON.parse(frame))).toMatchObject([
      { choices: [{ delta: { role: "assistant", content: "" }, finish_reason: null }], usage: null },
      { choices: [{ delta: { content: "Yes." }, finish_reason: null }], usage: null },
      { choices: [{ delta: {}, finish_reason: "stop" }], usage: null },
      { choices: [], usage: { completion_tokens: 1 } },
    ]);
  });

  it("answers whole when no stream is wanted", async () => {
    server.configure({ answer: "It stops." });
    const result = await generateText({ model: providerOf(server).chat("test-chat"), prompt: "Why?", maxRetries: 0 });
    expect(result).toMatchObject({ text: "It stops.", finishReason: "stop", usage: { outputTokens: 2 } });
  });

  it("echoes the question by default, and cites the first source only when numbered sources are there", async () => {
    const without = await ask(server, { instructions: "Cite sources as [1]." });
    expect(without.text).toContain("When does the recorder stop?");
    expect(without.text).not.toContain("[1]");
    const sources = "Cite sources as [1].\n\n[1] The recorder stops at a loop edge [7].\n[2] Nothing.";
    const cited = await ask(server, { instructions: sources });
    expect(cited.text).toContain("The recorder stops at a loop edge 7 [1].");
    expect((await ask(server, { instructions: sources })).text).toBe(cited.text);
  });

  it("answers by script where the question fits, and with so many tokens as were set elsewhere", async () => {
    server.configure({ tokens: 3, script: { recorder: "At a loop edge.", title: { tokens: 1 } } });
    expect((await ask(server, { prompt: "When does the RECORDER stop?" })).text).toBe("At a loop edge.");
    expect((await ask(server, { prompt: "A title, please" })).text).toBe("t1");
    expect((await ask(server, { prompt: "Something else" })).text).toBe("t1 t2 t3");
  });

  it("stops at the client's limit of tokens", async () => {
    server.configure({ tokens: 50 });
    const { text, finish } = await ask(server, { maxOutputTokens: 2 });
    expect(text).toBe("t1 t2");
    expect(finish).toMatchObject({ finishReason: "length" });
  });

  it("sends each token at its absolute time, so that delays don't add up", async () => {
    server.configure({ tokens: 60, firstTokenMs: 50, tokenMs: 5 });
    const asked = ask(server);
    await vi.waitFor(() => expect(server.requests[0]?.tokenTimes.length).toBeGreaterThan(3), { interval: 5 });
    // The processor is busy for a while; delays counted from one token to the next would stay behind for good.
    const stalledFrom = performance.now();
    while (performance.now() - stalledFrom < 150);
    await asked;
    const lags = server.timings().flatMap(({ tokens, receivedAt }) => tokens.map((time, index) => time - receivedAt - (50 + index * 5)));
    expect(lags).toHaveLength(60);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(-0.01);
    expect(Math.max(...lags)).toBeGreaterThan(100);
    expect(Math.min(...lags.slice(40))).toBeLessThan(75);
  });

  it("lists its models and takes only the key that was set", async () => {
    server.configure({ apiKey: "right", models: ["a"] });
    const list = (key: string) => fetch(`${server.baseUrl}/models`, { headers: { authorization: `Bearer ${key}` } });
    expect((await list("wrong")).status).toBe(401);
    expect(await (await list("right")).json()).toMatchObject({ object: "list", data: [{ id: "a", object: "model" }] });
  });
});

describe("embeddings", () => {
  const model = () => providerOf(server).embedding("test-embedding");

  it("are unit vectors in which texts with related words are near", async () => {
    const values = ["When does the trace recorder stop?", "The recorder stops recording traces.", "Bread needs flour and water."];
    const { embeddings, usage } = await embedMany({ model: model(), values, maxRetries: 0 });
    const [question = [], near = [], far = []] = embeddings;
    expect(question).toHaveLength(1536);
    expect(Math.hypot(...question)).toBeCloseTo(1, 5);
    expect(cosineSimilarity(question, near)).toBeGreaterThan(0.6);
    expect(cosineSimilarity(question, far)).toBeLessThan(0.2);
    expect(usage.tokens).toBeGreaterThan(0);
    const again = await embed({ model: model(), value: values[0] ?? "", maxRetries: 0 });
    expect(again.embedding).toEqual(question);
  });

  it("have the length that was asked for, and come as base64 of 32-bit floats too", async () => {
    const body = { model: "test-embedding", input: "A loop", dimensions: 8 };
    const floats = await (await post("/v1/embeddings", body)).json();
    const base64 = await (await post("/v1/embeddings", { ...body, encoding_format: "base64" })).json();
    const bytes = Buffer.from(base64.data[0].embedding, "base64");
    expect(Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(floats.data[0].embedding);
  });

  it("fail when that is wanted, while chat goes on", async () => {
    server.configure({ failures: [{ kind: "status", status: 503, on: "embeddings" }] });
    await expect(embed({ model: model(), value: "A loop", maxRetries: 0 })).rejects.toMatchObject({ statusCode: 503, isRetryable: true });
    expect((await ask(server)).errors).toEqual([]);
  });
});

describe("control from another process", () => {
  it("changes settings, shows requests and timings, and resets", async () => {
    const settings: Partial<Settings> = { tokens: 2, script: { hello: "Hello." } };
    expect(await (await post("/control", settings)).json()).toMatchObject({ tokens: 2, firstTokenMs: 0 });
    await ask(server, { prompt: "Hello?", instructions: "Be brief." });
    await vi.waitFor(() => expect(server.requests[0]?.endedAt).not.toBeNull());
    const read = async (path: string) => (await fetch(`${server.url}${path}`)).json();
    expect(await read("/control/requests")).toMatchObject({
      items: [{ id: 1, endpoint: "chat", question: "Hello?", tokensSent: 1, aborted: false, status: 200, body: { model: "test-chat", stream: true } }],
    });
    const { items } = await read("/control/timings");
    expect(items).toMatchObject([{ id: 1, question: "Hello?", tokens: [expect.any(Number)] }]);
    expect(Math.abs(items[0].tokens[0] - Date.now())).toBeLessThan(60_000);
    expect(await read("/control/timings?after=1")).toEqual({ items: [] });
    expect(await (await post("/control", "", "DELETE")).json()).toMatchObject({ tokens: null, script: {} });
    expect(server.requests).toEqual([]);
  });

  it.each([
    { settings: { tokenms: 5 }, message: "There is no setting tokenms." },
    { settings: { tokens: -1 }, message: "tokens must be a whole number of at least 0." },
    { settings: { failures: [{ kind: "status" }] }, message: "failures.0.status is missing." },
    { settings: { failures: [{ kind: "explode" }] }, message: "failures.0.kind must be one of status, reset, hang, hold, malformed, error, end, finish." },
    { settings: { script: { a: { answers: "b" } } }, message: "There is no setting script.a.answers." },
  ])("refuses $settings", async ({ settings, message }) => {
    const response = await post("/control", settings);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: { message } });
  });

  it.each([
    { path: "/v1/chat/completions", body: "{", status: 400 },
    { path: "/v1/chat/completions", body: { model: "test-chat", messages: [] }, status: 400 },
    { path: "/v1/embeddings", body: { model: "test-embedding", input: [""] }, status: 400 },
    { path: "/v1/embeddings", body: { model: "test-embedding", input: "a".repeat(40_000) }, status: 400 },
    { path: "/v1/nothing", body: {}, status: 404 },
  ])("answers a bad request to $path with $status", async ({ path, body, status }) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });
});

it("keeps the newest 1,000 requests", async () => {
  for (let batch = 0; batch < 21; batch += 1) {
    await Promise.all(Array.from({ length: 50 }, async () => (await post("/v1/chat/completions", chatBody)).text()));
  }
  expect(server.requests).toHaveLength(1000);
  expect(server.requests.at(-1)?.id).toBe(1050);
});
