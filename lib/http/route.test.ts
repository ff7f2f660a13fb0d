import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { call, createTeam, createUser, grantOf, json } from "@/drizzle/testing/factories";
import { endSession } from "@/lib/auth/sessions";
import { signSessionToken } from "@/lib/auth/tokens";
import { removeCollaborator } from "@/lib/collaboration/members";
import { AppError } from "@/lib/core/problems";
import { requirePlain } from "./body";
import { defineOperation } from "./operation";
import { route } from "./route";

const calls: string[] = [];
const create = route(
  defineOperation({
    summary: "Create a thing",
    access: "user",
    query: z.object({ q: z.string().optional() }),
    body: z.object({ name: z.string().min(2), age: z.number().int(), more: z.unknown().optional() }),
    response: z.object({ id: z.uuid(), name: z.string() }),
    status: 201,
    location: (thing) => `/things/${thing.id}`,
    run: async ({ body }) => {
      if (body.name === "fails") throw new AppError("conflict", "Not now.");
      if (body.name === "breaks") throw new Error("a secret detail");
      calls.push(body.name);
      return { id: randomUUID(), name: body.name, passwordHash: "never leaves" };
    },
  }),
);
const inProject = route(
  defineOperation({ summary: "Write", access: "chat.write", params: z.object({ projectId: z.guid() }), body: z.object({ text: z.string() }), response: z.object({ role: z.string() }), run: async ({ by }) => ({ role: by.role }) }),
);
const good = { name: "Thing", age: 1 };

test("a created thing comes back whole, with 201 and its address, and nothing that isn't public", async () => {
  const response = await call(create, { as: await createUser(), body: good });
  expect(response.status).toBe(201);
  const thing = await json(response);
  expect(Object.keys(thing)).toEqual(["id", "name"]);
  expect(response.headers.get("location")).toBe(`/things/${String(thing["id"])}`);
  expect(response.headers.get("ratelimit-limit")).toBe("300");
});

const badBodies: [string, string | Uint8Array, number, string][] = [
  ["text that isn't JSON", "{", 400, "malformed-request"],
  ["invalid UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400, "malformed-request"],
  ["a NUL character", JSON.stringify({ ...good, name: "a\u0000b" }), 400, "malformed-request"],
  ["a NUL character in a key", JSON.stringify({ ...good, "a\u0000": 1 }), 400, "malformed-request"],
  ["5,000 nested arrays", `{"name":"Thing","age":1,"more":${"[".repeat(5000)}${"]".repeat(5000)}}`, 400, "malformed-request"],
  ["more values than anybody sends", `{"name":"Thing","age":1,"more":[${"0,".repeat(200_000)}0]}`, 400, "malformed-request"],
  ["a body over the limit", JSON.stringify({ ...good, more: "x".repeat(1_000_001) }), 413, "too-large"],
  ["null", "null", 422, "validation-failed"],
  ["nothing", "", 422, "validation-failed"],
  ["wrong types", JSON.stringify({ name: ["a"], age: "1" }), 422, "validation-failed"],
];

test.each(badBodies)("%s is a problem of the client, and nothing is done", async (_what, body, status, code) => {
  calls.length = 0;
  const response = await call(create, { as: await createUser(), body });
  expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  expect(await json(response)).toMatchObject({ status, code, type: `/problems/${code}`, instance: response.headers.get("x-request-id") });
  expect(calls).toEqual([]);
});

test("brackets in text are text, and count for nothing", async () => {
  const more = `${"[".repeat(500)}\\"${'{"'.repeat(500)}\\`;
  expect((await call(create, { as: await createUser(), body: { ...good, more } })).status).toBe(201);
});

test("objects that hold each other many times are refused before anybody counts to the end", () => {
  let shared: unknown = "x";
  for (let level = 0; level < 60; level++) shared = [shared, shared];
  expect(() => requirePlain({ body: shared })).toThrow(/more than/);
});

test("a request to read the headers only leaves no stream open", async () => {
  let cancelled = false;
  const stream = () => new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const streaming = route(defineOperation({ summary: "Stream", access: "user", response: null, run: async () => new Response(stream(), { headers: { "content-type": "text/event-stream" } }) }));
  const response = await call(streaming, { as: await createUser(), method: "HEAD" });
  expect([response.status, response.headers.get("content-type"), response.body]).toEqual([200, "text/event-stream", null]);
  expect(cancelled).toBe(true);
});

test("a cookie that can't be decoded is nobody's", async () => {
  expect((await call(create, { headers: { cookie: "next-auth.session-token=%E0%A4%A" }, body: good })).status).toBe(401);
});

test("every wrong field is named at once, with its place", async () => {
  const { errors } = await json<{ errors: { pointer: string }[] }>(await call(create, { as: await createUser(), body: { name: "x", age: 1.5 } }));
  expect(errors.map(({ pointer }) => pointer)).toEqual(["/name", "/age"]);
});

test("content that isn't JSON is refused by its type", async () => {
  const response = await call(create, { as: await createUser(), body: "name=Thing", headers: { "content-type": "application/x-www-form-urlencoded" } });
  expect((await json(response))["code"]).toBe("unsupported-media-type");
});

test("a NUL in the query is a problem of the client", async () => {
  expect((await json(await call(create, { as: await createUser(), body: good, query: "?q=%00" })))["code"]).toBe("malformed-request");
});

test("what was not thrown on purpose tells nothing", async () => {
  const response = await call(create, { as: await createUser(), body: { ...good, name: "breaks" } });
  expect(response.status).toBe(500);
  expect(JSON.stringify(await json(response))).not.toContain("secret");
});

test("signing in comes before everything, then the project, then the permission, then the body", async () => {
  const { projectId, outsider, viewer, editor } = await createTeam();
  const attempt = async (as: typeof viewer | undefined, id: string, body: unknown) => {
    const response = await call(inProject, { as, params: { projectId: id }, body });
    return [response.status, (await json(response))["code"] ?? null];
  };
  expect(await attempt(undefined, projectId, "{")).toEqual([401, "not-authenticated"]);
  expect(await attempt(outsider, projectId, "{")).toEqual([404, "not-found"]);
  expect(await attempt(outsider, randomUUID(), { text: "a" })).toEqual([404, "not-found"]);
  expect(await attempt(editor, "not-an-id", { text: "a" })).toEqual([404, "not-found"]);
  expect(await attempt(viewer, projectId, "{")).toEqual([403, "not-permitted"]);
  expect(await attempt(editor, projectId, "{")).toEqual([400, "malformed-request"]);
  expect(await attempt(editor, projectId, { text: "a" })).toEqual([200, null]);
});

test("a token that is forged, over or for another use is nobody's", async () => {
  const { actor, accessToken } = await createUser();
  const session = { id: actor.sessionId, userId: actor.id };
  const [header, payload] = accessToken.split(".");
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
  for (const token of [`${header}.${payload}.AAAA`, unsigned, await signSessionToken("access", session, -1), await signSessionToken("browser", session, 60), "x"]) {
    expect((await call(create, { headers: { authorization: `Bearer ${token}` }, body: good })).status).toBe(401);
  }
});

test("a write by cookie must come from our own pages; one by token need not", async () => {
  const user = await createUser();
  const cookie = `next-auth.session-token=${await signSessionToken("browser", { id: user.actor.sessionId, userId: user.actor.id }, 60)}`;
  const attempt = async (headers: Record<string, string>) => (await call(create, { headers: { cookie, host: "localhost:3000", ...headers }, body: good })).status;
  expect(await attempt({ origin: "http://localhost:3000" })).toBe(201);
  expect(await attempt({ origin: "https://evil.example" })).toBe(403);
  expect(await attempt({ origin: "null" })).toBe(403);
  expect(await attempt({})).toBe(403);
  expect((await call(create, { as: user, headers: { origin: "https://evil.example" }, body: good })).status).toBe(201);
});

test("a repeated creation with the same key gets the first answer and creates nothing", async () => {
  const user = await createUser();
  calls.length = 0;
  const attempt = (key: string, body: unknown) => call(create, { as: user, body, headers: { "idempotency-key": key } });
  const first = await attempt("a", good);
  const second = await attempt("a", good);
  expect([first.status, second.status, second.headers.get("idempotency-replayed")]).toEqual([201, 201, "true"]);
  expect(await json(second)).toEqual(await json(first));
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  expect(calls).toEqual(["Thing"]);
  expect((await json(await attempt("a", { ...good, age: 2 })))["code"]).toBe("idempotency-mismatch");
  expect((await json(await attempt("b", { ...good, name: "fails" })))["code"]).toBe("conflict");
  expect((await attempt("b", good)).status).toBe(201);
  expect((await call(create, { as: await createUser(), body: good, headers: { "idempotency-key": "a" } })).headers.get("idempotency-replayed")).toBe(null);
});

test("whoever may no longer act gets no answer again either, and repetitions count as requests", async () => {
  const { projectId, editor, owner } = await createTeam();
  const createThing = route(
    defineOperation({ summary: "Create", access: "chat.write", params: z.object({ projectId: z.guid() }), body: z.object({}), response: z.object({ done: z.boolean() }), status: 201, run: async () => ({ done: true }) }),
  );
  const attempt = () => call(createThing, { as: editor, params: { projectId }, body: {}, headers: { "idempotency-key": "k" } });
  expect((await attempt()).headers.get("ratelimit-remaining")).toBe("299");
  const again = await attempt();
  expect([again.headers.get("idempotency-replayed"), again.headers.get("ratelimit-remaining")]).toEqual(["true", "298"]);
  await removeCollaborator(await grantOf(owner, projectId, "member.read"), editor.actor.id);
  expect((await attempt()).status).toBe(404);
});

test("a right or a session that ends while the body is on its way is worth nothing", async () => {
  const { projectId, editor, owner } = await createTeam();
  const attempt = async (as: typeof editor, between: () => Promise<void>) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const request = new NextRequest("http://localhost:3000/api/test", { method: "POST", headers: { authorization: `Bearer ${as.accessToken}`, "content-type": "application/json" }, body: readable, duplex: "half" });
    const answer = inProject(request, { params: Promise.resolve({ projectId }) });
    const writer = writable.getWriter();
    // Taken only once the body is being read.
    await writer.write(new TextEncoder().encode('{"text":'));
    await between();
    await writer.write(new TextEncoder().encode('"late"}'));
    await writer.close();
    return (await answer).status;
  };
  expect(await attempt(owner, async () => {})).toBe(200);
  expect(await attempt(editor, async () => removeCollaborator(await grantOf(owner, projectId, "member.read"), editor.actor.id))).toBe(404);
  expect(await attempt(owner, () => endSession(owner.actor.sessionId))).toBe(401);
});

test("of ten creations at once with one key, one is done", async () => {
  const user = await createUser();
  calls.length = 0;
  const responses = await Promise.all(Array.from({ length: 10 }, () => call(create, { as: user, body: good, headers: { "idempotency-key": "same" } })));
  expect(calls).toHaveLength(1);
  expect(responses.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  expect(responses.every(({ status }) => [201, 409].includes(status))).toBe(true);
});

test("whoever asks too often is told when to come back", async () => {
  const limited = route(defineOperation({ summary: "Limited", access: "user", limit: "registration", response: z.object({}), run: async () => ({}) }));
  const user = await createUser();
  const statuses = [];
  for (let i = 0; i < 21; i++) statuses.push((await call(limited, { as: user })).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  const refused = await call(limited, { as: user });
  expect([refused.status, refused.headers.get("ratelimit-remaining")]).toEqual([429, "0"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
