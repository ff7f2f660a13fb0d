import { describe, expect, test } from "vitest";
import { bm25, inverseFrequency } from "./bm25";

describe("BM25", () => {
  const weights = new Map([
    ["rare", inverseFrequency(1_000, 3)],
    ["common", inverseFrequency(1_000, 700)],
  ]);

  test("one rare word counts more than many common ones", () => {
    expect(bm25({ rare: 1 }, 100, 100, weights)).toBeGreaterThan(bm25({ common: 50 }, 100, 100, weights));
  });

  test("repetition counts less each time, and never more than k1 + 1 times", () => {
    const score = (count: number) => bm25({ rare: count }, 100, 100, weights);
    expect(score(2) - score(1)).toBeLessThan(score(1));
    expect(score(1_000)).toBeLessThan(2.2 * inverseFrequency(1_000, 3));
  });

  test("a short passage counts more than a long one with the same words", () => {
    expect(bm25({ rare: 1 }, 50, 100, weights)).toBeGreaterThan(bm25({ rare: 1 }, 200, 100, weights));
  });

  test("a word that every passage holds still doesn't count against one", () => {
    expect(inverseFrequency(10, 10)).toBeGreaterThan(0);
  });

  test("it is what the formula says", () => {
    // idf = ln(1 + (10 - 2 + 0.5) / 2.5); tf part = 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 120 / 100))
    const expected = Math.log(1 + 8.5 / 2.5) * ((3 * 2.2) / (3 + 1.2 * (0.25 + 0.9)));
    expect(bm25({ word: 3 }, 120, 100, new Map([["word", inverseFrequency(10, 2)]]))).toBeCloseTo(expected, 10);
  });
});
