import { expect, test } from "vitest";
import { ApiError, ConnectionError, makeApiClient } from "./client";

const clientOf = (answer: () => Response | Promise<Response>) => makeApiClient(async () => answer());
const broken = () =>
  new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('{"items":['));
      controller.error(new TypeError("terminated"));
    },
  });

test("an answer is its JSON, or null where there is none", async () => {
  expect(await clientOf(() => Response.json({ a: 1 })).get("/api/x")).toEqual({ a: 1 });
  expect(await clientOf(() => new Response(null, { status: 204 })).delete("/api/x")).toBeNull();
});

test("a refusal is the server's problem, also where something in between answers in other words", async () => {
  const problem = { type: "/problems/conflict", title: "No", status: 409, code: "conflict" };
  const refuse = clientOf(() => Response.json(problem, { status: 409, headers: { "content-type": "application/problem+json" } })).post("/api/x");
  await expect(refuse).rejects.toMatchObject({ name: "ApiError", problem });
  await expect(clientOf(() => new Response("<html>", { status: 502 })).get("/api/x")).rejects.toThrow(ApiError);
});

test("a connection that breaks is told as such, before the answer and in its middle", async () => {
  const refused = clientOf(() => Promise.reject(new TypeError("Failed to fetch")));
  await expect(refused.get("/api/x")).rejects.toThrow(ConnectionError);
  await expect(clientOf(() => new Response(broken())).get("/api/x")).rejects.toThrow(ConnectionError);
  const brokenProblem = () => new Response(broken(), { status: 500, headers: { "content-type": "application/problem+json" } });
  await expect(clientOf(brokenProblem).get("/api/x")).rejects.toThrow(ConnectionError);
});

test("a request that its caller gives up fails as that", async () => {
  const controller = new AbortController();
  controller.abort(new Error("given up"));
  const client = makeApiClient(async (_path, init) => {
    init?.signal?.throwIfAborted();
    return Response.json(null);
  });
  await expect(client.get("/api/x", { signal: controller.signal })).rejects.toThrow("given up");
});
