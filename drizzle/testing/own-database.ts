import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { createDatabase } from "./global-setup";

/**
 * For a test that needs an empty instance: gives this test file a database to itself. To be called before anything
 * reads the configuration. @returns what takes it away again, after the pool is closed
 */
export async function useOwnDatabase(variables: Record<string, string> = {}): Promise<() => Promise<void>> {
  Object.assign(process.env, variables);
  const server = process.env["DATABASE_URL"];
  if (server) {
    const database = await createDatabase(server);
    process.env["DATABASE_URL"] = database.url;
    await migrate();
    return database.drop;
  }
  const folder = await mkdtemp(path.join(process.env["DATA_DIR"] ?? "", "own-"));
  process.env["DATA_DIR"] = folder;
  const { ensureEmbedded, releaseEmbedded } = await import("@/lib/core/embedded/ensure");
  await ensureEmbedded(path.join(folder, "postgres"));
  await migrate();
  return async () => {
    await releaseEmbedded(path.join(folder, "postgres"));
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}

async function migrate(): Promise<void> {
  const { migrateDatabase } = await import("@/lib/core/migrate");
  await migrateDatabase();
}
