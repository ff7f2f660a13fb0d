import { expect, it } from "vitest";
import { standingOf } from "./thread-items";

const said = (userId: string | null, createdAt: string) => ({ userId, role: userId ? ("user" as const) : ("assistant" as const), createdAt });
const shape = (messages: ReturnType<typeof said>[], timeZone: string) => messages.map((message, index) => standingOf(message, messages[index - 1] ?? null, timeZone)).map(({ day, joins }) => [day, joins]);

it("puts one name over what a person says in one go", () => {
  const messages = [said("a", "2026-03-01T10:00:00Z"), said("a", "2026-03-01T10:02:00Z"), said("a", "2026-03-01T10:30:00Z"), said("b", "2026-03-01T10:31:00Z"), said("a", "2026-03-01T10:31:30Z")];
  expect(shape(messages, "UTC")).toEqual([["2026-03-01", false], [null, true], [null, false], [null, false], [null, false]]);
});

it("names every answer", () => {
  expect(shape([said(null, "2026-03-01T10:00:00Z"), said(null, "2026-03-01T10:01:00Z")], "UTC")).toEqual([["2026-03-01", false], [null, false]]);
});

it("begins a day where the reader's day begins", () => {
  const messages = [said("a", "2026-03-01T22:59:00Z"), said("a", "2026-03-01T23:01:00Z")];
  expect(shape(messages, "UTC")).toEqual([["2026-03-01", false], [null, true]]);
  expect(shape(messages, "Europe/Berlin")).toEqual([["2026-03-01", false], ["2026-03-02", false]]);
});
