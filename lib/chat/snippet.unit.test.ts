import { describe, expect, it } from "vitest";
import { snippetOf, type Range } from "./snippet";

const shown = ({ text, highlights }: ReturnType<typeof snippetOf>) => highlights.map(([start, end]) => text.slice(start, end));
const rangeOf = (text: string, part: string, from = 0): Range => {
  const start = text.indexOf(part, from);
  return [start, start + part.length];
};

describe("a snippet", () => {
  it("is the whole of a short text", () => {
    expect(snippetOf("a short text", [[2, 7]])).toEqual({ text: "a short text", highlights: [[2, 7]] });
  });

  it("shows where most of the highlights are, between words", () => {
    const text = `needle ${"hay ".repeat(200)}needle and needle${" hay".repeat(200)}`;
    const second = text.lastIndexOf("needle");
    const snippet = snippetOf(text, [rangeOf(text, "needle"), rangeOf(text, "needle", 10), [second, second + 6]]);
    expect(shown(snippet)).toEqual(["needle", "needle"]);
    expect(snippet.text).toMatch(/^…hay .* hay…$/);
    expect(snippet.text.length).toBeLessThanOrEqual(242);
  });

  it("of a text without highlights is its beginning", () => {
    expect(snippetOf("word ".repeat(100).trim(), []).text).toMatch(/^word (?:word )+word…$/);
  });

  it("cuts no character in two, also without spaces", () => {
    const family = "👩‍👩‍👧‍👦";
    const text = family.repeat(60) + "針" + "é".repeat(300);
    const snippet = snippetOf(text, [rangeOf(text, "針")]);
    expect(shown(snippet)).toEqual(["針"]);
    const [before = "", after = ""] = snippet.text.replaceAll("…", "").split("針");
    expect(before.replaceAll(family, "")).toBe("");
    expect(after.replaceAll("é", "")).toBe("");
    expect(before).not.toBe("");
  });

  it("of a text that is all highlights has those that fit", () => {
    const ranges = Array.from({ length: 16_000 }, (_, index): Range => [index * 2, index * 2 + 1]);
    expect(snippetOf("a ".repeat(16_000), ranges).highlights.length).toBeGreaterThan(80);
  });

  it("leaves out a highlight that doesn't fit in it", () => {
    const text = `${"a".repeat(300)} end`;
    expect(snippetOf(text, [[0, 300]]).highlights).toEqual([]);
  });
});
