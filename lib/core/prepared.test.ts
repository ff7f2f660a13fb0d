import { sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterEach, describe, expect, it } from "vitest";
import { connect, finish, type Tx } from "./db";
import { withPreparedStatements } from "./prepared";

const open: { end: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.end();
});

function client() {
  const made = connect({ max: 1 });
  open.push(made);
  return made;
}
/** Statements that a connection has prepared, by a word in them. */
const prepared = async (on: ReturnType<typeof client>, word: string): Promise<number> =>
  Number((await on`select count(*) as kept from pg_prepared_statements where statement like ${`%as ${word}%`} and statement not like '%pg_prepared_statements%'`)[0]?.["kept"]);

describe("drizzle's statements", () => {
  it("are prepared once for a connection, in transactions and outside of them", async () => {
    const own = client();
    const db = drizzle(withPreparedStatements(own));
    for (const value of [1, 2]) expect([...(await db.execute(sql`select ${value}::int as outside`))]).toEqual([{ outside: value }]);
    await db.transaction(async (tx) => {
      for (const value of [1, 2]) expect([...(await tx.execute(sql`select ${value}::int as inside`))]).toEqual([{ inside: value }]);
      await tx.transaction((inner) => inner.execute(sql`select ${3}::int as inside`));
    });
    expect([await prepared(own, "outside"), await prepared(own, "inside")]).toEqual([1, 1]);
  });

  it("of ever new texts fill a connection only so far", async () => {
    const own = client();
    const db = drizzle(withPreparedStatements(own));
    for (let number = 0; number < 520; number += 1) await db.execute(sql`select ${number}::int as ${sql.raw(`many${number}`)}`);
    expect(await prepared(own, "many")).toBe(500);
  });

  it("of a great many at once all run, and transactions among them", async () => {
    const own = connect({ max: 2 });
    open.push(own);
    const kept = withPreparedStatements(own);
    const one = (value: number) => kept.unsafe("select $1::int as crowded", [value]).execute();
    const inTransaction = (value: number) => kept.begin((tx) => tx.unsafe("select $1::int as crowded", [value]));
    await Promise.all([one(0), one(0)]);
    // The driver sends up to a hundred behind another on each connection, unless it is kept from it.
    for (let before = 198; before < 204; before += 1) {
      const crowd = Array.from({ length: before }, () => one(1));
      expect(await Promise.all([inTransaction(2), inTransaction(3)])).toEqual([[{ crowded: 2 }], [{ crowded: 3 }]]);
      await Promise.all(crowd);
    }
  });

  it("fail and roll back as ever", async () => {
    const db = drizzle(withPreparedStatements(client()));
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`create temporary table gone (id int)`);
      await tx.execute(sql`select ${"x"}::text::int`);
    });
    await expect(failing).rejects.toMatchObject({ cause: { code: "22P02" } });
    await expect(db.execute(sql`select * from gone`)).rejects.toMatchObject({ cause: { code: "42P01" } });
  });
});

describe("a transaction that is finished with its last statements", () => {
  const finishing = async (own: ReturnType<typeof client>, last: SQL) => {
    const db = drizzle(withPreparedStatements(own));
    // The type of the program's own transactions, which know its tables.
    return db.transaction((tx) => finish<{ seen: number }>(tx as unknown as Tx, [sql`insert into kept values (0)`, last]));
  };

  it("is committed before its writer hears of it, and leaves the connection to the next", async () => {
    const own = connect({ max: 1 });
    open.push(own);
    await own`create temporary table kept (value int)`;
    for (const value of [1, 2]) expect(await finishing(own, sql`insert into kept values (${value}) returning value as seen`)).toEqual([{ seen: value }]);
    const watched: string[] = [];
    await own.begin(async (tx) => {
      watched.push(String((await tx`select count(*) as rows from kept`)[0]?.["rows"]));
      await tx`insert into kept values (3)`;
    });
    expect([watched, (await own`select value from kept order by value`).map(({ value }) => Number(value))]).toEqual([["4"], [0, 0, 1, 2, 3]]);
  });

  it.each(["first", "last"])("is rolled back when the %s fails, and says why", async (which) => {
    const own = connect({ max: 1 });
    open.push(own);
    await own`create temporary table kept (value int not null)`;
    const db = drizzle(withPreparedStatements(own));
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`insert into kept values (1)`);
      const [wrong, right] = [sql`insert into kept values (null)`, sql`insert into kept values (2)`];
      await finish(tx as unknown as Tx, which === "first" ? [wrong, right] : [right, wrong]);
    });
    await expect(failing).rejects.toMatchObject({ code: "23502" });
    expect(await own`select * from kept`).toHaveLength(0);
  });
});
