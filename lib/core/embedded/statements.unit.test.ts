import { describe, expect, it } from "vitest";
import { queryTraits } from "./statements.ts";

const channels = (sql: string) => queryTraits(sql).listening;

describe("what the gateway reads out of a query", () => {
  it("finds LISTEN and UNLISTEN, names folded as PostgreSQL folds them", () => {
    expect(channels("listen Events")).toEqual([{ action: "listen", channel: "events" }]);
    expect(channels('LISTEN "My ""own"" Channel"')).toEqual([{ action: "listen", channel: 'My "own" Channel' }]);
    expect(channels(" /* a /* nested */ comment */ unlisten * ;")).toEqual([{ action: "unlisten", channel: null }]);
    expect(channels('begin; listen a; unlisten "B"; commit')).toEqual([
      { action: "listen", channel: "a" },
      { action: "unlisten", channel: "B" },
    ]);
    expect(channels(`listen ${"x".repeat(80)}`)).toEqual([{ action: "listen", channel: "x".repeat(63) }]);
  });

  it("is not misled by constants, quoted names and comments", () => {
    for (const sql of [
      "select 'a; listen b'",
      String.raw`select E'it\'s; listen b'`,
      "select 'it''s; listen b'",
      "select $$ ; listen b; $$, $tag$ ; copy t from stdin; $tag$",
      'select 1 as "x; listen b"',
      "select 1 -- ; listen b",
      "insert into t values ('copy t from stdin')",
    ]) {
      expect(queryTraits(sql), sql).toMatchObject({ listening: [], copyFromStdin: "none" });
    }
  });

  it("tells a COPY it can serve from one it can't", () => {
    expect(queryTraits("copy t (a, b) from stdin with (format csv);").copyFromStdin).toBe("only");
    expect(queryTraits("begin; copy t from stdin").copyFromStdin).toBe("among-others");
    expect(queryTraits("copy t to stdout").copyFromStdin).toBe("none");
  });

  it("notices what outlives a query in the session", () => {
    expect(queryTraits("set search_path to x").setsSession).toBe(true);
    expect(queryTraits("select set_config('a.b', 'c', false)").setsSession).toBe(true);
    expect(queryTraits("set local search_path to x").setsSession).toBe(false);
    expect(queryTraits("update t set a = 1").setsSession).toBe(false);
    expect(queryTraits("create temporary table t (a int)").makesTemporary).toBe(true);
  });

  // In quadratic time one of these would take hours.
  it("reads ten megabytes of awkward text to its end", { timeout: 60_000 }, () => {
    const awkward = ["'", "''", "$a$", "/*", "e'", '"', "-", "set ", "\\'"];
    expect(awkward.map((part) => queryTraits(`set x; ${part.repeat(1_000_000)}`)).every(({ setsSession }) => setsSession)).toBe(true);
  });
});
