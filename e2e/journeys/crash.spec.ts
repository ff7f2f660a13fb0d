import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { embeddedSocketPath } from "../../lib/core/embedded/paths.ts";
import { startModelServer, type ModelServer } from "../model-server/model-server";
import { addMember, listAllMessages, register, request, type ApiMessage, type ApiUser } from "../support/api";
import { isReady, ownServer, type OwnServer } from "../support/own-server";

const clients = 20;
const kills = 10;

let folder: string;
let model: ModelServer;
let server: OwnServer;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "socrates-crash-"));
  model = await startModelServer({ firstTokenMs: 20, tokenMs: 30, tokens: 60 });
  server = ownServer(3112, { DATA_DIR: folder, OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "", OPENAI_MODELS: "test-model" });
  await server.start();
});

test.afterAll(async () => {
  await server.end("SIGTERM");
  await model.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test("killed ten times while twenty people write, it keeps every acknowledged message, numbers without a gap, and answers that broke off can be retried", async () => {
  test.setTimeout(240_000);
  const { url } = server;
  const people = await Promise.all(Array.from({ length: clients }, (_, i) => register(url, `Person${i}`)));
  const [owner] = people;
  if (!owner) throw new Error("nobody registered");
  const project = await request<{ id: string }>(url, "POST", "/api/projects", owner.token, { name: "Crash" });
  for (const person of people.slice(1)) await addMember(url, project.id, owner, person, "editor");
  const session = await request<{ id: string }>(url, "POST", `/api/projects/${project.id}/chat/sessions`, owner.token, { title: "Crash" });
  // Twenty people ask faster than one answer after the other can be written.
  await request(url, "PATCH", `/api/projects/${project.id}/chat/sessions/${session.id}`, owner.token, { whenBusy: "parallel" });

  const acknowledged = new Map<string, string>();
  let writing = true;
  const write = async (person: ApiUser, index: number) => {
    for (let n = 0; writing; n += 1) {
      const content = `message ${n} of ${index}`;
      try {
        const sent = await request<{ message: ApiMessage }>(url, "POST", `/api/projects/${project.id}/chat/${session.id}/message`, person.token, { content });
        acknowledged.set(sent.message.id, content);
      } catch {
        // Not acknowledged: the server was killed, or the limit on messages was reached. It goes on when it is back.
        await expect.poll(() => !writing || isReady(url), { timeout: 60_000, intervals: [100] }).toBe(true);
      }
    }
  };
  const writers = people.map(write);

  for (let kill = 0; kill < kills; kill += 1) {
    const goal = acknowledged.size + 5 + Math.floor(Math.random() * 40);
    await expect.poll(() => acknowledged.size, { timeout: 60_000, intervals: [20] }).toBeGreaterThanOrEqual(goal);
    await server.end("SIGKILL");
    await server.start();
  }
  writing = false;
  await Promise.all(writers);

  const read = () => listAllMessages(url, project.id, session.id, owner.token);
  await expect.poll(async () => (await read()).filter(({ status }) => status === "streaming").length, { timeout: 60_000 }).toBe(0);
  const messages = await read();
  const stored = new Map(messages.map(({ id, content }) => [id, content]));
  expect([...acknowledged].filter(([id, content]) => stored.get(id) !== content)).toEqual([]);
  expect(acknowledged.size).toBeGreaterThanOrEqual(kills * 5);

  const sql = postgres({ path: embeddedSocketPath(path.join(folder, "postgres")), user: "postgres", database: "postgres", max: 1 });
  const numbers = await sql<{ seq: string }[]>`select seq from project_activity where project_id = ${project.id} order by seq`;
  await sql.end();
  expect(numbers.map(({ seq }) => Number(seq))).toEqual(numbers.map((_, index) => index + 1));

  const interrupted = messages.find(({ role, status }) => role === "assistant" && status === "interrupted");
  expect(interrupted).toBeDefined();
  await request(url, "POST", `/api/projects/${project.id}/chat/${session.id}/message/${interrupted?.id}/reply`, owner.token);
  await expect.poll(async () => (await read()).find(({ id }) => id === interrupted?.id)?.status, { timeout: 30_000 }).toBe("complete");
});

test("a stop signal ends it within five seconds, with streams open and an answer in flight", async () => {
  const { url } = server;
  const person = await register(url, "Stopper");
  const project = await request<{ id: string }>(url, "POST", "/api/projects", person.token, { name: "Stop" });
  const session = await request<{ id: string }>(url, "POST", `/api/projects/${project.id}/chat/sessions`, person.token, {});
  const stream = await fetch(`${url}/api/events?project=${project.id}`, { headers: { authorization: `Bearer ${person.token}` } });
  const sent = await request<{ reply: ApiMessage }>(url, "POST", `/api/projects/${project.id}/chat/${session.id}/message`, person.token, { content: "Tell me a long story" });
  const ended = stream.text();
  expect(await server.end("SIGTERM")).toBeLessThan(5_000);
  expect(await ended).toContain("connection:end");
  await server.start();
  const reply = (await listAllMessages(url, project.id, session.id, person.token)).find(({ id }) => id === sent.reply.id);
  expect(reply?.status).toBe("interrupted");
});
