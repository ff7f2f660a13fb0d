import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");

/**
 * Two projects: `unit` needs nothing but the code; `integration` shares one real database
 * (the embedded one, or the one that TEST_DATABASE_URL names), and each test isolates itself by users and projects
 * of its own. The condition `react-server` lets route handlers run without a server.
 */
const shared = {
  // The global setup runs outside the workers, where the condition doesn't reach, so the marker module is named.
  resolve: { alias: { "@": root, "server-only": `${root}/node_modules/server-only/empty.js` }, conditions: ["react-server"] },
  ssr: { resolve: { conditions: ["react-server"] } },
};
/** How long a test waits for what it expects, in milliseconds: it shares a busy machine with others, and what is quick the benchmarks say. */
const patience = 15_000;
const slowly = { testTimeout: 2 * patience, hookTimeout: 4 * patience, expect: { poll: { timeout: patience } }, provide: { patience } };

export default defineConfig({
  test: {
    coverage: {
      provider: "v8",
      include: ["lib/**", "app/api/**"],
      exclude: ["**/*.test.ts", "**/*.d.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 80, branches: 80, functions: 80, statements: 80 },
    },
    projects: [
      { ...shared, test: { name: "unit", include: ["{lib,scripts,components,drizzle,e2e}/**/*.unit.test.ts"], environment: "node", ...slowly, setupFiles: ["./drizzle/testing/patience.ts"] } },
      {
        ...shared,
        test: {
          name: "integration",
          include: ["{lib,app,drizzle}/**/*.test.ts"],
          exclude: ["**/*.unit.test.ts", "**/node_modules/**"],
          environment: "node",
          globalSetup: ["./drizzle/testing/global-setup.ts"],
          setupFiles: ["./drizzle/testing/patience.ts", "./drizzle/testing/setup.ts"],
          ...slowly,
        },
      },
    ],
  },
});
