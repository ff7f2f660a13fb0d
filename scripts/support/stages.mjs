import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { requireBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { root } from "./node.mjs";
import { countPlaywright, countVitest } from "./results.mjs";
import { duration, runTask } from "./task.mjs";

/** @typedef {import("./results.mjs").Counts} Counts */
/** @typedef {"check" | "unit" | "integration" | "build" | "e2e"} Stage */
/** @typedef {{ stages: Stage[], grep?: string, files: string[] }} Wanted */

/** @type {Stage[]} */
const allStages = ["check", "unit", "integration", "build", "e2e"];
const reports = join(root, "test-results", "reports");
const bin = (/** @type {string} */ path) => join(root, "node_modules", path);

/** What `check` runs. Each counts as one test. @type {{ name: string, commands: string[][] }[]} */
const checks = [
  // Next writes the types of routes and styles first; a fresh clone has none.
  { name: "types", commands: [[bin("next/dist/bin/next"), "typegen"], [bin("typescript/bin/tsc"), "--noEmit"]] },
  { name: "lint", commands: [[bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings", "."]] },
  {
    name: "import boundaries",
    commands: [[bin("dependency-cruiser/bin/dependency-cruiser.mjs"), "--config", ".dependency-cruiser.cjs", "app", "components", "lib", "drizzle"]],
  },
  { name: "OpenAPI document", commands: [["--conditions=react-server", "--import", "./scripts/alias.ts", "scripts/openapi.ts", "--check"]] },
];

/**
 * @param {string[]} args
 * @returns {Wanted | { problem: string }}
 */
export function parseTestArguments(args) {
  /** @type {Wanted} */
  const wanted = { stages: allStages, files: [] };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--only" || arg === "--grep") {
      const value = args[(index += 1)];
      if (!value) return { problem: `${arg} needs a value.` };
      if (arg === "--grep") wanted.grep = value;
      else {
        const names = value.split(",");
        const unknown = names.find((name) => !allStages.some((stage) => stage === name));
        if (unknown !== undefined) return { problem: `There is no stage "${unknown}". There are: ${allStages.join(", ")}.` };
        wanted.stages = allStages.filter((stage) => names.includes(stage));
      }
    } else wanted.files.push(arg);
  }
  return wanted;
}

/**
 * Runs the stages in order, each with a line of its own, up to the first that fails.
 * @param {Wanted} wanted
 * @returns {Promise<Counts>}
 */
export async function runStages(wanted) {
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stagesOf(wanted)) {
    const started = performance.now();
    console.log(`\n${stage.name}`);
    const counts = await stage.run();
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    // Worded unlike the closing line, which stands once.
    console.log(`${stage.name}: ${counts.passed} ok, ${counts.failed} not ok${skipped} (${duration((performance.now() - started) / 1000)})`);
    if (counts.failed > 0) break;
  }
  return total;
}

/**
 * @param {Wanted} wanted
 * @returns {{ name: string, run: () => Promise<Counts> }[]}
 */
function stagesOf({ stages, grep, files }) {
  const has = (/** @type {Stage} */ stage) => stages.includes(stage);
  const list = [];
  if (has("check")) list.push({ name: "Checks", run: runChecks });
  // Coverage means something only for both kinds of tests together, all of them.
  if (has("unit") && has("integration")) {
    list.push({ name: "Unit and integration tests", run: () => runVitest(["unit", "integration"], files, files.length === 0) });
  } else if (has("unit")) list.push({ name: "Unit tests", run: () => runVitest(["unit"], files, false) });
  else if (has("integration")) list.push({ name: "Integration tests", run: () => runVitest(["integration"], files, false) });
  if (has("build")) list.push({ name: "Production build", run: runBuild });
  if (has("e2e")) list.push({ name: "End-to-end tests", run: () => runPlaywright(grep, files) });
  return list;
}

/** @returns {Promise<Counts>} */
async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, commands } of checks) {
    const ok = await allSucceed(name, commands);
    counts[ok ? "passed" : "failed"] += 1;
  }
  return counts;
}

/** @param {string} name @param {string[][]} commands */
async function allSucceed(name, commands) {
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1;
    const done = await runTask(process.execPath, command, { ...(last ? { label: `  ${name}` } : {}), env: testEnvironment() });
    if (done.code !== 0) {
      console.log(done.output.trim());
      return false;
    }
  }
  return true;
}

/** @param {string[]} projects @param {string[]} files @param {boolean} coverage @returns {Promise<Counts>} */
async function runVitest(projects, files, coverage) {
  const file = freshReport("vitest.json");
  const args = [bin("vitest/vitest.mjs"), "run", ...projects.flatMap((name) => ["--project", name]), ...files];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  if (coverage) args.push("--coverage");
  // Vitest reads no `.env`, and some packages stumble over variables that are empty.
  const env = testEnvironment();
  for (const name of Object.keys(env)) if (env[name] === "") delete env[name];
  const done = await runTask(process.execPath, args, { env, show: true });
  return countVitest(readReport(file), done.code);
}

/** @returns {Promise<Counts>} */
async function runBuild() {
  const build = await ensureBuilt(testEnvironment());
  if (build.code !== 0) console.log(build.output.trim());
  else if (!build.built) console.log("  up to date");
  return { passed: build.code === 0 ? 1 : 0, failed: build.code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {string | undefined} grep @param {string[]} files @returns {Promise<Counts>} */
async function runPlaywright(grep, files) {
  // A run of this stage alone still has to test the sources as they are now.
  const build = await ensureBuilt(testEnvironment());
  if (build.code !== 0) {
    console.log(build.output.trim());
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const browser = await requireBrowser();
  const file = freshReport("playwright.json");
  const args = [bin("@playwright/test/cli.js"), "test", ...files, "--reporter=list,json", ...(grep ? ["--grep", grep] : ["--grep-invert", "@shared"])];
  const env = {
    ...testEnvironment(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(browser.executablePath ? { CHROMIUM_PATH: browser.executablePath } : {}),
  };
  // SIGINT is the one signal on which Playwright ends its servers.
  const done = await runTask(process.execPath, args, { env, show: true, stopSignal: "SIGINT" });
  return countPlaywright(readReport(file), done.code);
}

/**
 * Tests neither use nor touch what the developer's configuration names; what they need they set themselves.
 * An empty variable also keeps Next from reading it from `.env`.
 * @returns {NodeJS.ProcessEnv}
 */
function testEnvironment() {
  const emptied = ["DATABASE_URL", "DATA_DIR", "APP_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODELS", "OPENAI_VISION_MODELS", "OPENAI_CONTEXT_TOKENS", "REGISTRATION", "TRUSTED_PROXIES", "HOST", "PORT"];
  return {
    ...process.env,
    ...Object.fromEntries(emptied.map((name) => [name, ""])),
    // These count when the shell sets them, as .ci/run does, but not from `.env`.
    UPSTASH_REDIS_REST_URL: process.env.UPSTASH_REDIS_REST_URL ?? "",
    UPSTASH_REDIS_REST_TOKEN: process.env.UPSTASH_REDIS_REST_TOKEN ?? "",
    AUTH_SECRET: secret,
    NODE_ENV: "test",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
const secret = randomBytes(32).toString("base64url");

/** @param {string} name */
function freshReport(name) {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file @returns {any} the report as its tool wrote it */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
