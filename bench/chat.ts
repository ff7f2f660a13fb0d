import { Worker } from "node:worker_threads";
import { userSequences } from "../drizzle/schema";
import { db } from "../lib/core/db";
import type { LoadPlan, LoadResult } from "./support/load-plan";
import { watchMemory } from "./support/memory";
import { startProgram } from "./support/servers";
import { insertSessions } from "./support/sessions";
import type { Setting } from "./support/setting";
import { mean, ms, quantile, type Row } from "./support/table";

const load = { members: 1_000, sessions: 50, answering: 20, messagesPerSecond: 20, readsPerSecond: 10, warmUpSeconds: 20, seconds: 60, rounds: 30 };
/** An answer takes ten seconds; then the next is asked for at once. */
const answer = { firstTokenMs: 50, tokenMs: 50, tokens: 200 };
const bars = { meanMs: 50, slowMs: 250, receiptMs: 300, gapMs: 60, memoryBytes: 1e9, fanOut: 2.5 };

/**
 * One project with 1,000 connected members. Twenty of them show each conversation; in 20 of the 50 the assistant
 * writes one answer after the other. 20 messages a second are sent, in all conversations, with idempotency keys, and
 * every member tells how far they have read, both as browsers do. Every member's events are counted: one that is
 * missing, doubled or out of order fails the run. The load, the model and the database share the machine with the
 * server.
 */
export async function measureChat({ application, model, factories }: Setting): Promise<Row[]> {
  const owner = await factories.createUser("Owner");
  const projectId = await factories.createProject(owner);
  const answering = await insertSessions(projectId, owner.actor.id, load.answering, "mentioned");
  const quiet = await insertSessions(projectId, owner.actor.id, load.sessions - load.answering, "never");
  const sessions = [...answering.map((id) => ({ id, answering: true })), ...quiet.map((id) => ({ id, answering: false }))];
  const people = await Promise.all(Array.from({ length: load.members }, () => factories.createUser("Member")));
  await Promise.all(people.map((person) => factories.addMember(projectId, person, "editor")));
  // Each has had another number of notifications, as people have: no two cursors are alike.
  await db().insert(userSequences).values(people.map(({ actor }, index) => ({ userId: actor.id, seq: index })));
  const before = model.settings;
  model.configure(answer);
  const bare = await startProgram("bench/baseline/fan-out-server.ts", 4203);
  const memory = watchMemory(application.pid);
  try {
    const members = people.map(({ accessToken: token }, index) => ({ token, session: index % load.sessions }));
    const result = await runLoad({ ...load, url: application.url, bareUrl: bare.url, projectId, members, sessions });
    const modelGaps = model.timings().flatMap(({ tokens }) => tokens.flatMap((at, index) => (index > 0 && at >= result.from && at <= result.until ? at - (tokens[index - 1] ?? at) : [])));
    return rows(result, modelGaps, memory());
  } finally {
    model.configure(before);
    await bare.stop();
  }
}

function runLoad(plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./support/chat-load.ts", import.meta.url), { workerData: plan });
    worker.on("error", reject);
    worker.on("message", (message: "connected" | LoadResult) => {
      if (message === "connected") console.log(`${plan.members.length} members are connected`);
      else resolve(message);
    });
  });
}

function rows(result: LoadResult, modelGaps: number[], memory: number): Row[] {
  const seconds = (result.until - result.from) / 1000;
  const rate = (count: number) => `${(count / seconds).toFixed(0)} a second`;
  console.log(`in ${seconds.toFixed(0)} s: messages ${rate(result.posts.length)}, reads ${rate(result.reads.length)}, receipts ${rate(result.tells.length)}, events received ${rate(result.events)}, pieces of answers received ${rate(result.deltas)}, answers ${result.answers}; ${result.bare} events came without their message`);
  const gaps = { ours: quantile(result.tokenGaps, 0.95), model: quantile(modelGaps, 0.95) };
  const lastOfAll = { ours: quantile(result.lastOfAll, 0.5), bare: quantile(result.bareLastOfAll, 0.5) };
  return [
    below("message sent, mean", mean(result.posts), bars.meanMs),
    below("message sent, 99th percentile", quantile(result.posts, 0.99), bars.slowMs),
    below("lists read meanwhile, mean", mean(result.reads), bars.meanMs),
    below("lists read meanwhile, 99th percentile", quantile(result.reads, 0.99), bars.slowMs),
    below("read receipts told, mean", mean(result.tells), bars.meanMs),
    below("read receipts told, 99th percentile", quantile(result.tells, 0.99), bars.slowMs),
    below("message from acknowledgement to members, 99th percentile", quantile(result.receipts, 0.99), bars.receiptMs),
    {
      name: "between two pieces of an answer at members, 95th percentile",
      figure: ms(gaps.ours),
      baseline: `${ms(gaps.model)} (tokens of the model)`,
      result: `+ ${ms(gaps.ours - gaps.model)}`,
      bar: `≤ + ${bars.gapMs} ms`,
      met: gaps.ours - gaps.model <= bars.gapMs,
    },
    { name: "memory of the server", figure: `${(memory / 1e6).toFixed(0)} MB`, baseline: "–", result: "", bar: `< ${(bars.memoryBytes / 1e6).toFixed(0)} MB`, met: memory > 0 && memory < bars.memoryBytes },
    {
      name: `event to the last of ${load.members} members, median`,
      figure: ms(lastOfAll.ours),
      baseline: `${ms(lastOfAll.bare)} (bare Node)`,
      result: `${(lastOfAll.ours / lastOfAll.bare).toFixed(1)} ×`,
      bar: `≤ ${bars.fanOut} ×`,
      met: lastOfAll.ours / lastOfAll.bare <= bars.fanOut,
    },
  ];
}

const below = (name: string, value: number, bar: number): Row => ({ name, figure: ms(value), baseline: "–", result: "", bar: `< ${bar} ms`, met: value < bar });
