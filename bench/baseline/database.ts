import postgres from "postgres";

const holder = globalThis as unknown as { benchSql?: postgres.Sql };

/** The same database and pool size as Socrates has. */
export const sql = (holder.benchSql ??= process.env.DATABASE_URL
  ? postgres(process.env.DATABASE_URL, { max: 10 })
  : postgres({ path: process.env.BENCH_SOCKET, user: "postgres", database: "postgres", max: 10 }));
