import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { chatAttachments, chatSessions, knowledgeDocuments, messages, projectInvitations } from "@/drizzle/schema";
import { call, createProject, createUser, type TestUser } from "@/drizzle/testing/factories";
import { dice, hostileCursor, hostileTexts, sampleOf, spoil, type Dice } from "@/drizzle/testing/mutations";
import { isoNow } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { listOperations } from "@/lib/http/openapi";
import type { AnyOperation } from "@/lib/http/operation";
import type { RouteHandler } from "@/lib/http/route";
import { loadRouteModules } from "@/scripts/support/route-modules";

/**
 * Every operation of every route gets what careless and hostile clients send: samples that fit its schemas, spoiled at
 * random, as the owner of a project in which the ids of the path exist. Whatever comes, the answer is never a 5xx; a
 * refusal is a problem and leaves no row behind. `FUZZ_SEED` and `FUZZ_ROUNDS` choose other and more requests.
 */
const seed = Number(process.env["FUZZ_SEED"] ?? 20_261);
const rounds = Number(process.env["FUZZ_ROUNDS"] ?? 6);

const modules = await loadRouteModules();
const handlers = new Map(Object.values(modules).flatMap((module) => Object.values(module).flatMap((handler) => (isHandler(handler) ? [[handler.operation, handler] as const] : []))));
const operations = listOperations(modules).map((described) => ({ ...described, name: `${described.method} ${described.path}` }));

describe.each(operations)("$name", ({ operation, method, path, name }) => {
  test("refuses what is wrong with a problem, and writes nothing then", async () => {
    const random = dice(seed + [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
    const handler = handlers.get(operation);
    if (!handler) throw new Error(`${name} has no handler`);
    let world = await makeWorld();
    for (let round = 0; round < rounds; round++) {
      const request = makeRequest(operation, path, method, world, random);
      const before = await countRows(world);
      const response = await call(handler, { as: world.owner, method, ...request });
      const told = `${name}, seed ${seed}, round ${round}: ${JSON.stringify({ ...request, body: String(request.body).slice(0, 300) }).slice(0, 800)}`;
      if (response.status < 400) {
        await response.body?.cancel();
        await untilAnswered(world);
        // What it did may have taken away what the next round needs.
        if (method !== "GET") world = await makeWorld();
        continue;
      }
      expect(response.status, told).toBeLessThan(500);
      expect(response.headers.get("content-type"), told).toBe("application/problem+json");
      expect(await response.json(), told).toMatchObject({ status: response.status, code: expect.any(String) as string });
      expect(await countRows(world), told).toEqual(before);
    }
  });
});

type World = { owner: TestUser; ids: Record<string, string> };

/** A person with a project in which there is one of everything, made directly in the tables. */
async function makeWorld(): Promise<World> {
  const owner = await createUser("Fuzz");
  const projectId = await createProject(owner);
  const [sessionId, questionId, messageId, documentId, invitationId, attachmentId] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const userId = owner.actor.id;
  await db().insert(chatSessions).values({ id: sessionId, projectId, userId });
  await db().insert(messages).values([
    { id: questionId, projectId, sessionId, userId, role: "user", content: "Why?" },
    { id: messageId, projectId, sessionId, role: "assistant", content: "Because.", replyTo: questionId },
  ]);
  await db().insert(knowledgeDocuments).values({ id: documentId, projectId, userId, title: "T", documentType: "md", mediaType: "text/plain", status: "failed", problem: "empty" });
  await db().insert(chatAttachments).values({ id: attachmentId, projectId, userId, name: "a.png", mediaType: "image/png", size: 1, width: 1, height: 1, filePath: "0".repeat(64) });
  await db().insert(projectInvitations).values({ id: invitationId, projectId, email: `${invitationId}@example.org`, role: "viewer", tokenHash: "", expiresAt: isoNow(1_000_000) });
  return { owner, ids: { projectId, sessionId, messageId, documentId, invitationId, attachmentId, userId, emoji: "👍" } };
}

/** Answers go on after the request that asked for them, and write when they end. */
async function untilAnswered({ ids }: World): Promise<void> {
  await vi.waitFor(async () => {
    const [row] = await db().execute<{ streaming: number }>(sql`select count(*)::int as streaming from messages where project_id = ${ids["projectId"]} and status = 'streaming'`);
    expect(row?.streaming).toBe(0);
  }, { interval: 10 });
}

/** Rows of the person and of the project, since other tests share the database. */
async function countRows({ owner, ids }: World): Promise<unknown> {
  const of = (tables: string[], column: string, id: string | undefined) => tables.map((table) => sql`(select count(*)::int from ${sql.identifier(table)} where ${sql.identifier(column)} = ${id}) as ${sql.identifier(`${table}_${column}`)}`);
  const counts = [
    ...of(["projects"], "id", ids["projectId"]),
    ...of(["chat_sessions", "chat_session_members", "chat_branches", "chat_attachments", "messages", "message_versions", "knowledge_documents", "document_vectors", "project_activity", "project_invitations", "project_collaborators", "jobs"], "project_id", ids["projectId"]),
    ...of(["auth_sessions", "project_collaborators", "notifications", "idempotency_keys", "user_settings"], "user_id", owner.actor.id),
    ...of(["projects"], "created_by", owner.actor.id),
  ];
  const [row] = await db().execute(sql`select ${sql.join(counts, sql`, `)}`);
  return row;
}

function makeRequest(operation: AnyOperation, path: string, method: string, world: World, random: Dice) {
  const params = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, random.chance(0.08) ? random.pick([...hostileTexts, randomUUID()]) : (world.ids[name] ?? "")]));
  const headers: Record<string, string> = { "x-socrates-client-ip": randomUUID() };
  if (random.chance(0.15)) headers["idempotency-key"] = random.pick(["a", "a".repeat(256), "ä", " ", randomUUID()]);
  if (random.chance(0.1)) headers["if-match"] = random.pick(["1", '"1"', "W/\"99999999999\"", "*", "-1"]);
  if (random.chance(0.1)) headers["accept"] = random.pick(["text/event-stream", "*/*", "nonsense"]);
  if (random.chance(0.1)) headers["last-event-id"] = random.pick(["u=1", "p:x=1", `p:${world.ids["projectId"]}=999999999999999;u=999999999999999`]);
  const query = makeQuery(operation, world, random);
  if (method === "GET") return { params, headers, query };
  if (random.chance(0.05)) headers["content-type"] = random.pick(["text/plain", "application/json; charset=latin1", "multipart/form-data", "", "application/x-www-form-urlencoded"]);
  if (operation.multipart && random.chance(0.4)) {
    headers["content-type"] = `multipart/form-data; boundary=${random.pick(["b", "b", "b", '""', "other"])}`;
    return { params, headers, query, body: makeForm(random) };
  }
  const sample = operation.body ? sampleOf(z.toJSONSchema(operation.body, { io: "input", unrepresentable: "any" }) as never, random) : {};
  return { params, headers, query, body: spoil(sample, random) };
}

function makeQuery(operation: AnyOperation, world: World, random: Dice): string {
  const schema = operation.query ? (z.toJSONSchema(operation.query, { io: "input", unrepresentable: "any" }) as { properties?: Record<string, unknown> }) : {};
  const names = [...Object.keys(schema.properties ?? {}), ...(random.chance(0.1) ? ["__proto__", "constructor", "toString"] : [])];
  const pairs = names.filter(() => random.chance(0.4)).flatMap((name) => {
    const value = name === "project" && random.chance(0.5) ? (world.ids["projectId"] ?? "") : name === "cursor" || random.chance(0.1) ? hostileCursor(random) : random.pick(hostileTexts).slice(0, 5_000);
    const pair = `${name}=${encodeURIComponent(value.toWellFormed())}`;
    return random.chance(0.1) ? [pair, pair] : [pair];
  });
  return pairs.length > 0 ? `?${pairs.join("&")}` : random.pick(["", "", "?", "?%", "?%ff=%fe", "?a[]=1&a[b]=2"]);
}

function makeForm(random: Dice): Uint8Array {
  const parts = Array.from({ length: random.pick([0, 1, 1, 2, 25]) }, () => {
    const name = random.pick(["file", "file", "file", "", "__proto__", "x".repeat(3_000)]);
    const fileName = random.pick(["a.txt", "a.md", "a.pdf", "a.exe", "../a.txt", "a\u0000.txt", "", "\u202etxt.a", `${"n".repeat(400)}.txt`, 'a".txt']);
    return `--b\r\nContent-Disposition: form-data; name="${name}"${random.chance(0.9) ? `; filename="${fileName}"` : ""}\r\n${random.chance(0.1) ? `X: ${"y".repeat(20_000)}\r\n` : ""}\r\n${random.pick(["text", "", "%PDF-", "<html>", "\u0000\u0001"])}\r\n`;
  });
  const whole = Buffer.from(`${parts.join("")}--b--\r\n`);
  return random.chance(0.3) ? whole.subarray(0, random.under(whole.byteLength)) : whole;
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "operation" in value;
}
