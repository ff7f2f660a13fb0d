import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { embeddedSocketPath } from "../../lib/core/embedded/paths.ts";
import { startModelServer, type ModelServer } from "../model-server/model-server";
import { listAllMessages, register, request, type ApiUser } from "../support/api";
import { openClient, type ChaosClient } from "../support/chaos-client";
import { lineTo } from "../support/cuttable-line";
import { ownServer, type OwnServer } from "../support/own-server";

const clientCount = 100;
const sessionCount = 5;
/** How long connections are cut, in milliseconds, and when the server is restarted meanwhile. */
const chaosMs = 60_000;
const restarts = [
  { at: 20_000, signal: "SIGTERM" },
  { at: 40_000, signal: "SIGKILL" },
] as const;

let folder: string;
let model: ModelServer;
let server: OwnServer;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "socrates-chaos-"));
  model = await startModelServer({ firstTokenMs: 20, tokenMs: 20, tokens: 80 });
  server = ownServer(3114, { DATA_DIR: folder, OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "", OPENAI_MODELS: "test-model" });
  await server.start();
});

test.afterAll(async () => {
  await server.end("SIGTERM");
  await model.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test("a hundred clients whose connections are cut at random for a minute, while the server is restarted twice, end with what the database has, event for event", async () => {
  test.setTimeout(300_000);
  const { url } = server;
  const people = await Promise.all(Array.from({ length: clientCount }, (_, i) => register(url, `Person${String.fromCharCode(97 + (i % 26))}`)));
  const [owner] = people;
  if (!owner) throw new Error("nobody registered");
  const project = await request<{ id: string }>(url, "POST", "/api/projects", owner.token, { name: "Chaos" });
  await addEditors(project.id, people.slice(1));
  const sessions: { id: string }[] = [];
  for (let n = 0; n < sessionCount; n += 1) {
    const session = await request<{ id: string }>(url, "POST", `/api/projects/${project.id}/chat/sessions`, owner.token, { title: `Session ${n}` });
    await request(url, "PATCH", `/api/projects/${project.id}/chat/sessions/${session.id}`, owner.token, { assistantMode: "mentioned" });
    sessions.push(session);
  }
  const start = await lastNumber(project.id);
  const clients = await Promise.all(
    people.map(async (person, index) => openClient(person, `Person ${index}`, { projectId: project.id, sessionId: sessions[index % sessionCount]?.id ?? "" }, await lineTo(url), start)),
  );
  await expect.poll(() => clients.filter(({ isLive }) => isLive()).length, { timeout: 30_000 }).toBe(clientCount);

  const written = new Set<string>();
  const end = performance.now() + chaosMs;
  const isOver = () => performance.now() >= end;
  await Promise.all([...clients.map((client, index) => write(client, index, written, isOver)), cutAtRandom(clients, isOver), ...restarts.map(({ at, signal }) => restartAfter(at, signal))]);
  for (const { line } of clients) line.mend();

  await expect.poll(() => clients.flatMap(({ unsent }) => unsent()), { timeout: 120_000 }).toEqual([]);
  await expect.poll(() => clients.filter(({ isLive }) => isLive()).length, { timeout: 30_000 }).toBe(clientCount);
  const stored = await readAll(url, project.id, sessions, owner.token);

  // Every message once, whatever broke while it was sent.
  const contents = [...stored.values()].flat().filter(({ role }) => role === "user").map(({ content }) => content);
  expect(contents.toSorted()).toEqual([...written].toSorted());
  expect(written.size).toBeGreaterThan(clientCount);

  const last = await lastNumber(project.id);
  const all = Array.from({ length: last - start }, (_, index) => start + 1 + index);
  await expect.poll(() => clients.filter(({ seen }) => seen.at(-1) !== last).length, { timeout: 30_000 }).toBe(0);
  for (const [index, client] of clients.entries()) {
    expect(client.resets(), `resets of client ${index}`).toBe(0);
    expect(client.seen, `events of client ${index}`).toEqual(all);
    const expected = stored.get(sessions[index % sessionCount]?.id ?? "");
    await expect.poll(() => client.view(), { message: `the view of client ${index}`, timeout: 30_000 }).toEqual(expected);
  }
  for (const { close, line } of clients) {
    close();
    await line.close();
  }
  console.log(`chaos: ${written.size} messages, ${last - start} events, each at ${clientCount} clients once`);
});

/** Writes now and then, sometimes to the assistant. */
async function write({ thread }: ChaosClient, index: number, written: Set<string>, isOver: () => boolean): Promise<void> {
  for (let n = 0; !isOver(); n += 1) {
    await wait(2_000 + Math.random() * 4_000);
    const content = `${n % 5 === 0 && index % 10 === 0 ? "@Socrates " : ""}message ${n} of ${index}`;
    written.add(content);
    thread.send(content);
  }
}

async function cutAtRandom(clients: ChaosClient[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(Math.random() * 400);
    const some = clients.filter(() => Math.random() < 0.08);
    for (const { line } of some) {
      line.cut();
      setTimeout(() => line.mend(), Math.random() * 1_500);
    }
  }
}

async function restartAfter(ms: number, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  await wait(ms);
  await server.end(signal);
  await server.start();
}

/** The messages of each conversation, once no answer is being written any more. */
async function readAll(url: string, projectId: string, sessions: { id: string }[], token: string) {
  const read = () => Promise.all(sessions.map(async ({ id }) => [id, await listAllMessages(url, projectId, id, token)] as const));
  let all = await read();
  await expect
    .poll(async () => {
      all = await read();
      return all.flatMap(([, messages]) => messages).filter(({ status }) => status === "streaming" || status === "queued").length;
    }, { timeout: 90_000 })
    .toBe(0);
  return new Map(all.map(([id, messages]) => [id, messages.map(({ id: messageId, content, status, role }) => ({ id: messageId, content, status, role }))]));
}

/** In the tables themselves: inviting a hundred people takes longer than an hour. */
const addEditors = (projectId: string, people: ApiUser[]): Promise<unknown> =>
  query((sql) => sql`insert into project_collaborators ${sql(people.map(({ userId }) => ({ id: crypto.randomUUID(), project_id: projectId, user_id: userId, role: "editor" })))}`);

/** The number of the project's last event, as the database has it. */
const lastNumber = (projectId: string): Promise<number> =>
  query(async (sql) => {
    const [row] = await sql<{ seq: string }[]>`select seq from project_sequences where project_id = ${projectId}`;
    return Number(row?.seq ?? 0);
  });

async function query<T>(work: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres({ path: embeddedSocketPath(path.join(folder, "postgres")), user: "postgres", database: "postgres", max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
