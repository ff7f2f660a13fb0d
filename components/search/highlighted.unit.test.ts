import { expect, test } from "vitest";
import { toSegments } from "./highlighted";

const inBrackets = (text: string, ...ranges: [number, number][]) => toSegments(text, ranges).map((segment) => (segment.isHit ? `[${segment.text}]` : segment.text)).join("");

test("hits stand out from what lies between them, whatever their order", () => {
  expect(inBrackets("the quick brown fox", [10, 15], [0, 3])).toBe("[the] quick [brown] fox");
  expect(inBrackets("all of it", [0, 9])).toBe("[all of it]");
  expect(inBrackets("none")).toBe("none");
});

test("ranges that overlap, are empty or reach too far take nothing twice and lose nothing", () => {
  expect(inBrackets("abcdef", [1, 4], [2, 5], [3, 3], [5, 99])).toBe("a[bcd][e][f]");
  expect(inBrackets("abc", [7, 9])).toBe("abc");
});
