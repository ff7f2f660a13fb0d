import postgres from "postgres";
import { expect, test } from "vitest";
import { isDatabaseAway } from "./database-away";

test("a database that nobody listens at is away, however the error is wrapped", async () => {
  const sql = postgres({ host: "127.0.0.1", port: 1, max: 1 });
  const error = await sql`select 1`.then(() => null, (thrown: unknown) => thrown);
  await sql.end();
  expect(isDatabaseAway(error)).toBe(true);
  expect(isDatabaseAway(new Error("query failed", { cause: new Error("again", { cause: error }) }))).toBe(true);
});

test("so is a pool that has ended, and a socket that isn't there", async () => {
  const ended = postgres({ path: "/nowhere/.s.PGSQL.5432", max: 1 });
  expect(isDatabaseAway(await ended`select 1`.catch((thrown: unknown) => thrown))).toBe(true);
  await ended.end();
  expect(isDatabaseAway(await ended`select 1`.catch((thrown: unknown) => thrown))).toBe(true);
});

test("other errors are what they are", () => {
  const noFile = Object.assign(new Error("no such file"), { code: "ENOENT", syscall: "open" });
  const ring: Error & { cause?: unknown } = new Error("ring");
  ring.cause = ring;
  for (const error of [new Error("x"), noFile, ring, Object.assign(new Error("unique"), { code: "23505" }), "text", null]) expect(isDatabaseAway(error)).toBe(false);
});
