import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import * as schema from "@/drizzle/schema";
import { embeddedSocketPath } from "./embedded/ensure";
import { env } from "./env";
import { withPreparedStatements } from "./prepared";
import { onShutdown, perProcess } from "./process";
import path from "node:path";

type Pool = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Pool["transaction"]>[0]>[0];
export type Db = Pool | Tx;

const inTransaction = perProcess("transaction-guard", () => new AsyncLocalStorage<true>());

/**
 * The pool. Inside a transaction it throws: a second connection would wait for the first one's locks, and on the
 * embedded database, which has one connection, it would wait forever.
 */
export function db(): Db {
  if (inTransaction.getStore()) throw new Error("The pool was used inside a transaction: hand `tx` on instead.");
  return pool().drizzle;
}

/**
 * For single statements whose last moments may be lost when the database's machine crashes, such as how far somebody
 * has read: the commit doesn't wait for the disk. What commits later on `db()` never survives without them.
 */
export function relaxedDb(): Db {
  if (inTransaction.getStore()) throw new Error("The pool was used inside a transaction: hand `tx` on instead.");
  return pool().relaxed;
}

/**
 * Runs `work` in one transaction. Only `mutate`, `mutateAccount` and what keeps files call it. Two that wait for each
 * other in a ring (a project is deleted while one of its documents is read) end when the database gives one of them
 * up: that one begins again, so `work` may run more than once and must do nothing outside of its `tx`.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  if (inTransaction.getStore()) throw new Error("Transactions do not nest: hand `tx` on instead.");
  for (let attempt = 1; ; attempt++) {
    try {
      return await begin(work);
    } catch (error) {
      if (postgresError(error)?.code !== deadlock || attempt === mostAttempts) throw error;
    }
  }
}

/** One attempt. Whatever `finish` has committed is over then, without waiting for the driver's own, empty commit. */
function begin<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const whole = pool().drizzle.transaction((tx) =>
      inTransaction.run(true, async () => {
        const result = await work(tx);
        if (finished.has(tx)) resolve(result);
        return result;
      }),
    );
    whole.then(resolve, reject);
  });
}

/**
 * Runs a transaction's last statements and commits, without waiting in between: a row that many write to is locked for
 * as long as the database takes, and not for a turn of this process's event loop, in which thousands of streams may be
 * served. Nothing may be written by `tx` afterwards. `and chain` keeps the driver's own commit, which follows, from
 * ending somebody else's transaction: without it the connection would go back to the pool here.
 * @returns the rows of the last statement
 */
export async function finish<Row>(tx: Tx, statements: readonly SQL[]): Promise<Row[]> {
  // Drizzle has no way to send something without waiting; its session holds the driver's client.
  const { client } = (tx as unknown as { session: { client: Sql } }).session;
  const sent = statements.map((statement) => {
    const { sql: text, params } = dialect.sqlToQuery(statement);
    return client.unsafe(text, params as never[], { prepare: true }).execute();
  });
  const commit = client.unsafe("commit and chain").execute();
  const outcomes = await Promise.allSettled([...sent, commit]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  finished.add(tx);
  // The caller names what its statement returns.
  return [...((await sent.at(-1)) as unknown as Row[])];
}

/** Transactions that are committed; only the driver doesn't know yet. */
const finished = new WeakSet<Tx>();
const dialect = new PgDialect();
const deadlock = "40P01";
const mostAttempts = 4;

/** Name of the foreign key whose other side is missing, if that is why a statement failed; null otherwise. */
export function missingReference(error: unknown): string | null {
  const cause = postgresError(error);
  return cause?.code === "23503" ? (cause.constraint_name ?? null) : null;
}

/** True for a statement that divided by zero, which is how one says that it must not be committed. */
export const dividedByZero = (error: unknown): boolean => postgresError(error)?.code === "22012";

/** The column, as `table.column`, that was given no value, if that is why a statement failed; null otherwise. */
export function missingValue(error: unknown): string | null {
  const cause = postgresError(error);
  return cause?.code === "23502" ? `${cause.table_name}.${cause.column_name}` : null;
}

/** What the database said, which drizzle wraps. */
function postgresError(error: unknown): postgres.PostgresError | null {
  const cause = error instanceof Error && error.cause instanceof postgres.PostgresError ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause : null;
}

/** The driver itself, for LISTEN and for streaming bytes. */
export const sqlClient = (): Sql => pool().sql;

/**
 * Connection settings of the configured database: a URL, or the embedded one's socket. `parameters` are settings of
 * PostgreSQL's for these connections.
 */
export function connect(options: { max: number; parameters?: Record<string, string> }): Sql {
  const { DATABASE_URL, DATA_DIR } = env();
  const common = { max: options.max, onnotice: () => {}, connect_timeout: 15, idle_timeout: 0, prepare: true } as const;
  if (DATABASE_URL) return postgres(DATABASE_URL, { ...common, connection: options.parameters ?? {} });
  return postgres({ ...common, path: embeddedSocketPath(path.join(DATA_DIR, "postgres")), user: "postgres", database: "postgres" });
}

/** True on the embedded database, which runs one statement at a time and has one backend. */
export const isEmbedded = (): boolean => !env().DATABASE_URL;

/** A statement is prepared once and planned each time, for the values that it has then. */
const planning = { plan_cache_mode: "force_custom_plan" };

/** Both are made together, so that both are closed after all that uses them. */
function pool(): { sql: Sql; drizzle: Pool; relaxed: Pool } {
  return perProcess("database", () => {
    const { DATABASE_POOL_SIZE: size } = env();
    const main = open("database", size, planning);
    // The embedded database has one connection for all.
    return { ...main, relaxed: isEmbedded() ? main.drizzle : open("relaxed database", Math.ceil(size / 3), { ...planning, synchronous_commit: "off" }).drizzle };
  });
}

function open(name: string, max: number, parameters: Record<string, string>): { sql: Sql; drizzle: Pool } {
  const sql = connect({ max, parameters });
  onShutdown(name, () => sql.end({ timeout: 2 }));
  // The embedded database knows no such parameters and is a process away, not a network.
  return { sql, drizzle: drizzle(isEmbedded() ? sql : withPreparedStatements(sql), { schema }) };
}
