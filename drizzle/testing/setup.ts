import { afterAll, inject } from "vitest";

// Before any module reads the configuration: test files run in workers that don't see what the global setup set.
Object.assign(process.env, inject("environment"));

afterAll(async () => {
  const { shutdown } = await import("@/lib/core/process");
  await shutdown();
});
