import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";

/**
 * One fresh database for the whole run: on the server that TEST_DATABASE_URL names a database of its own, otherwise
 * the embedded one in a temporary folder. Tests isolate themselves by users and projects of their own.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "socrates-test-"));
  const server = process.env["TEST_DATABASE_URL"];
  const database = server ? await createDatabase(server) : null;
  Object.assign(process.env, testEnvironment(folder, database?.url));
  const { migrateDatabase } = await import("@/lib/core/migrate");
  if (!database) {
    const { ensureEmbedded } = await import("@/lib/core/embedded/ensure");
    await ensureEmbedded(path.join(folder, "postgres"));
  }
  await migrateDatabase();
  provide("environment", testEnvironment(folder, database?.url));
  return async () => {
    await database?.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}

function testEnvironment(folder: string, databaseUrl: string | undefined): Record<string, string> {
  return {
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl ?? "",
    AUTH_SECRET: "a secret of the tests, 32 or longer",
    APP_URL: "http://localhost:3000",
    LOG_LEVEL: "silent",
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: "",
  };
}

/** A database of its own on the same server. */
export async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `socrates_test_${process.pid}_${Date.now()}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: async () => {
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    environment: Record<string, string>;
  }
}
