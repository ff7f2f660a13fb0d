import { expect, test } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, toPage } from "./cursor";
import { parseEnv } from "./env";
import { newId } from "./ids";
import { AppError, toProblem } from "./problems";
import { formatCursor, parseCursor } from "@/lib/realtime/cursor";

const secret = "x".repeat(32);

test("the configuration has defaults, and an empty variable counts as none", () => {
  expect(parseEnv({ AUTH_SECRET: secret, DATABASE_URL: "", PORT: " " })).toMatchObject({ PORT: 3000, DATABASE_URL: undefined, REGISTRATION: "open", APP_URL: "http://localhost:3000", OPENAI_MODELS: ["gpt-5-mini"] });
  expect(parseEnv({ AUTH_SECRET: secret, APP_URL: "https://a.example/", OPENAI_MODELS: "a, b" })).toMatchObject({ APP_URL: "https://a.example", OPENAI_MODELS: ["a", "b"] });
});

test("a wrong configuration names every variable at once", () => {
  const attempt = () => parseEnv({ AUTH_SECRET: "short", PORT: "99999", REGISTRATION: "maybe", DATABASE_URL: "nonsense" });
  for (const name of ["AUTH_SECRET", "PORT", "REGISTRATION", "DATABASE_URL"]) expect(attempt).toThrow(name);
  expect(() => parseEnv({})).toThrow("AUTH_SECRET");
  expect(() => parseEnv({ AUTH_SECRET: secret, UPSTASH_REDIS_REST_URL: "http://a.example" })).toThrow("go together");
});

test("ids rise, also within one millisecond", () => {
  const ids = Array.from({ length: 5000 }, newId);
  expect(ids.toSorted()).toEqual(ids);
});

test("a cursor comes back as it was, and another list's is refused", () => {
  const shape = z.tuple([z.string(), z.number()]);
  expect(decodeCursor(shape, encodeCursor(["ä", 1]))).toEqual(["ä", 1]);
  for (const wrong of ["", "x", encodeCursor([1, 2]), encodeCursor(["a"])]) {
    expect(() => decodeCursor(shape, wrong)).toThrow(expect.objectContaining({ code: "validation-failed" }));
  }
  expect(toPage([1, 2, 3], 2, (row) => [row])).toEqual({ items: [1, 2], nextCursor: encodeCursor([2]) });
  expect(toPage([1, 2], 2, (row) => [row])).toEqual({ items: [1, 2], nextCursor: null });
});

test("a stream's cursor comes back as it was, and nonsense in it is left out", () => {
  const id = "0198a5b0-0000-7000-8000-000000000001";
  const cursor = { projects: new Map([[id, 41]]), user: 9 };
  expect(formatCursor(cursor)).toBe(`p:${id}=41;u=9`);
  expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  expect(parseCursor("p:x=1;u=-1;;\u0000")).toEqual({ projects: new Map(), user: null });
});

test("a problem carries its details, and an unknown error none", () => {
  expect(toProblem(new AppError("stale", "Read it again.", { extra: { current: { version: 2 }, status: 1 } }), "id")).toEqual({
    type: "/problems/stale", title: "Someone changed this first", status: 409, code: "stale", detail: "Read it again.", instance: "id", current: { version: 2 },
  });
  expect(toProblem(new Error("a secret"))).toEqual({ type: "/problems/internal", title: "Something went wrong on our side", status: 500, code: "internal" });
});
