import { expect, test } from "vitest";
import { matchTitles } from "./match-titles";

const sessions = ["Why bees dance", "Über die Bienen", "The waggle dance of bees", "Budget 2026", "", "Notes", "More notes"].map((title) => ({ title }));
const titles = (query: string) => matchTitles(sessions, query).map(({ title }) => title);

test("each word of the query begins a word of the title; what begins with the query comes first", () => {
  expect(titles("bee dan")).toEqual(["Why bees dance", "The waggle dance of bees"]);
  expect(titles("note")).toEqual(["Notes", "More notes"]);
  expect(titles("ees")).toEqual([]);
});

test("case and accents don't matter", () => {
  expect(titles("uber bien")).toEqual(["Über die Bienen"]);
  expect(titles("BUDGET")).toEqual(["Budget 2026"]);
});

test("without a query there are the first ones", () => {
  expect(titles("  ")).toEqual(["Why bees dance", "Über die Bienen", "The waggle dance of bees", "Budget 2026", ""]);
});
