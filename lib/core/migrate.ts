import "server-only";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect, isEmbedded } from "./db";
import { withFileLock } from "./embedded/lock";
import { env } from "./env";

/** Any constant will do, as long as nothing else in the database takes the same advisory lock. */
const lockNumber = 7_305_182_211;
const oldestPostgres = 150_000;

/**
 * Brings the database to the present schema. Several instances may start at once: one migrates, the others wait.
 * The embedded database has one backend, where advisory locks don't exclude, so a lock file serves there.
 * @throws Error if the server is older than PostgreSQL 15 or has no pgvector 0.7
 */
export async function migrateDatabase(): Promise<void> {
  if (isEmbedded()) return withFileLock(path.join(env().DATA_DIR, "migrate.lock"), applyMigrations);
  return applyMigrations();
}

async function applyMigrations(): Promise<void> {
  const sql = connect({ max: 1 });
  try {
    const [server] = await sql<{ version: number; vector: string | null }[]>`
      select current_setting('server_version_num')::int as version, (select default_version from pg_available_extensions where name = 'vector') as vector`;
    if (!server || server.version < oldestPostgres) throw new Error("Socrates needs PostgreSQL 15 or newer.");
    const [major = 0, minor = 0] = (server.vector ?? "0").split(".").map(Number);
    if (major === 0 && minor < 7) throw new Error("Socrates needs the extension pgvector, 0.7 or newer, on the database server.");
    await sql`select pg_advisory_lock(${lockNumber})`;
    await migrate(drizzle(sql), { migrationsFolder: path.join(process.cwd(), "drizzle", "migrations") });
    await sql`select pg_advisory_unlock(${lockNumber})`;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
