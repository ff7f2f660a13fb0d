import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./e2e/browser";
import { addresses } from "./e2e/support/addresses";

/**
 * Journeys in a real browser against the production build. Two servers, each with an embedded database of its own:
 * one talks to the model server, one has only the built-in assistant (journeys named `*.built-in.spec.ts`).
 */
const folder = (process.env["E2E_FOLDER"] ??= mkdtempSync(path.join(tmpdir(), "socrates-e2e-")));
const node = JSON.stringify(process.execPath);

const application = (name: "model" | "builtIn", port: number, variables: Record<string, string>) => ({
  name,
  command: `${node} server.ts`,
  url: `${addresses[name]}/api/health`,
  timeout: 60_000,
  stdout: "ignore" as const,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 6_000 },
  env: {
    NODE_ENV: "production",
    PORT: String(port),
    APP_URL: addresses[name],
    DATA_DIR: path.join(folder, name),
    DATABASE_URL: "",
    AUTH_SECRET: "a secret of the journeys, 32 or longer",
    LOG_LEVEL: "warn",
    UPSTASH_REDIS_REST_URL: "",
    UPSTASH_REDIS_REST_TOKEN: "",
    // Each person of a journey comes from an address of their own, which is only believed from a proxy.
    TRUSTED_PROXIES: "127.0.0.1,::1",
    ...variables,
  },
});

export default defineConfig({
  testDir: "./e2e/journeys",
  outputDir: "./test-results/e2e",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  // Traces double the time of a run; `npx playwright test --trace retain-on-failure` makes them where one is needed.
  use: { ...devices["Desktop Chrome"], launchOptions: launchOptions(), trace: "off", screenshot: "only-on-failure" },
  projects: [
    { name: "model", testIgnore: "**/*.built-in.spec.ts", use: { baseURL: addresses.model } },
    { name: "built-in", testMatch: "**/*.built-in.spec.ts", use: { baseURL: addresses.builtIn } },
  ],
  webServer: [
    { name: "model server", command: `${node} e2e/model-server/run.ts --port ${new URL(addresses.modelServer).port}`, url: `${addresses.modelServer}/v1/models`, stdout: "ignore" },
    application("model", 3110, { OPENAI_BASE_URL: `${addresses.modelServer}/v1`, OPENAI_API_KEY: "", OPENAI_MODELS: "test-model" }),
    application("builtIn", 3111, { OPENAI_BASE_URL: "", OPENAI_API_KEY: "" }),
  ],
});
