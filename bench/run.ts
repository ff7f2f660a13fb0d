/**
 * `npm run bench [-- read first-token fan-out first-load chat hostile]` prints a table in which each figure stands beside its
 * baseline from the same run. On DATABASE_URL if it is set, otherwise on an embedded database in a temporary folder.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { ensureBuilt } from "../scripts/support/build.mjs";
import { startModelServer } from "../e2e/model-server/model-server";
import { startApplication } from "./support/servers";
import type { Setting } from "./support/setting";
import { watchSteal } from "./support/steal";
import { printTable, type Row } from "./support/table";

const wanted = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), "socrates-bench-"));
const model = await startModelServer({ firstTokenMs: 50, tokenMs: 5, tokens: 20 });
const variables = {
  DATA_DIR: folder,
  DATABASE_URL: process.env["DATABASE_URL"] ?? "",
  AUTH_SECRET: "a secret of the benchmarks, 32 or longer",
  OPENAI_BASE_URL: model.baseUrl,
  OPENAI_API_KEY: "",
  OPENAI_MODELS: "test-model",
  UPSTASH_REDIS_REST_URL: "",
  UPSTASH_REDIS_REST_TOKEN: "",
  LOG_LEVEL: "error",
};
Object.assign(process.env, variables);

const build = await ensureBuilt(process.env);
if (build.code !== 0) throw new Error(`The build failed.\n${build.output}`);
const application = await startApplication(4201, variables);
const rows: Row[] = [];
const steal = watchSteal();
try {
  // Read after the environment is set, because these modules read the configuration.
  const setting: Setting = { application, model, factories: await import("../drizzle/testing/factories") };
  const benchmarks: Record<string, () => Promise<Row[]>> = {
    read: async () => (await import("./read")).measureRead(setting),
    "first-token": async () => (await import("./first-token")).measureFirstToken(setting),
    "fan-out": async () => (await import("./fan-out")).measureFanOut(setting),
    chat: async () => (await import("./chat")).measureChat(setting),
    "first-load": async () => (await import("./first-load")).measureFirstLoad(setting),
    hostile: async () => (await import("./hostile")).measureHostile(),
  };
  for (const [name, measure] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`measuring ${name}`);
    rows.push(...(await measure()));
  }
} finally {
  const { shutdown } = await import("../lib/core/process");
  await shutdown();
  await application.stop();
  await model.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
const withheld = steal();
console.log(`\n${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), Node ${process.version}, ${variables.DATABASE_URL ? "PostgreSQL" : "embedded database"}${withheld === null ? "" : `; the machine's host withheld ${(withheld * 100).toFixed(0)} % of the cores`}`);
printTable(rows);
process.exit(rows.every((row) => row.met) ? 0 : 1);
