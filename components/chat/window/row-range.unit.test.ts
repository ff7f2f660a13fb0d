import { describe, expect, it } from "vitest";
import { rowsAround, rowsInView, stepTowards, toPieces, translateIndex } from "./row-range";

const height = () => 100;
const view = { height: 500, margin: 200 };

describe("the rows in view", () => {
  it("are those that reach into the view or its margin", () => {
    // Row 10 begins at the top of the view.
    expect(rowsInView({ start: 10, end: 15 }, { top: 0, bottom: 500 }, view, 100, height)).toEqual({ start: 8, end: 17 });
    expect(rowsInView({ start: 0, end: 30 }, { top: -1_000, bottom: 2_000 }, view, 100, height)).toEqual({ start: 8, end: 17 });
  });

  it("are found from rows that are far away, above and below", () => {
    expect(rowsInView({ start: 90, end: 95 }, { top: 5_000, bottom: 5_500 }, view, 100, height)).toEqual({ start: 38, end: 47 });
    expect(rowsInView({ start: 0, end: 5 }, { top: -6_000, bottom: -5_500 }, view, 100, height)).toEqual({ start: 58, end: 67 });
  });

  it("end where the list ends", () => {
    expect(rowsInView({ start: 0, end: 2 }, { top: 300, bottom: 500 }, view, 2, height)).toEqual({ start: 0, end: 2 });
    expect(rowsInView({ start: 99, end: 100 }, { top: -2_000, bottom: -1_900 }, view, 100, height)).toEqual({ start: 99, end: 100 });
    expect(rowsInView({ start: 0, end: 0 }, { top: 0, bottom: 0 }, view, 0, height)).toEqual({ start: 0, end: 0 });
  });
});

describe("a step", () => {
  const kept = { start: 0, end: 100 };

  it("mounts a few rows, those nearest first", () => {
    expect(stepTowards({ start: 10, end: 15 }, { start: 2, end: 17 }, kept, 3)).toEqual({ start: 7, end: 15 });
    expect(stepTowards({ start: 10, end: 15 }, { start: 9, end: 30 }, kept, 3)).toEqual({ start: 9, end: 17 });
  });

  it("lets go of rows only when they are well out of sight", () => {
    expect(stepTowards({ start: 10, end: 40 }, { start: 20, end: 30 }, { start: 15, end: 35 }, 3)).toEqual({ start: 15, end: 35 });
    expect(stepTowards({ start: 16, end: 33 }, { start: 20, end: 30 }, { start: 15, end: 35 }, 3)).toEqual({ start: 16, end: 33 });
  });

  it("goes to a far place at once", () => {
    expect(stepTowards({ start: 10, end: 15 }, { start: 50, end: 60 }, { start: 40, end: 70 }, 3)).toEqual({ start: 50, end: 60 });
  });
});

describe("rows around one", () => {
  it("fill the room on both sides", () => {
    expect(rowsAround(10, 100, { before: 250, after: 401 }, height)).toEqual({ start: 7, end: 15 });
    expect(rowsAround(99, 100, { before: 250, after: 401 }, height)).toEqual({ start: 96, end: 100 });
    expect(rowsAround(0, 1, { before: 250, after: 401 }, height)).toEqual({ start: 0, end: 1 });
    expect(rowsAround(0, 0, { before: 250, after: 401 }, height)).toEqual({ start: 0, end: 0 });
  });
});

describe("a place in a list that changed", () => {
  const to = (keys: string[]) => new Map(keys.map((key, index) => [key, index]));

  it("is that of the same row, or after what came before it", () => {
    expect(translateIndex(2, ["a", "b", "c"], to(["x", "y", "a", "b", "c"]))).toBe(4);
    expect(translateIndex(2, ["a", "b", "c", "d"], to(["a", "b", "C", "D"]))).toBe(2);
    expect(translateIndex(1, ["a", "b"], to(["x"]))).toBe(0);
  });
});

describe("the pieces", () => {
  it("are rows and gaps, with rows that stay beyond them", () => {
    expect(toPieces({ start: 4, end: 6 }, [8, 1, 5], 10, height)).toEqual([
      { gap: 100, after: -1 }, { index: 1 }, { gap: 200, after: 1 }, { index: 4 }, { index: 5 }, { gap: 200, after: 5 }, { index: 8 }, { gap: 100, after: 8 },
    ]);
    expect(toPieces({ start: 0, end: 2 }, [], 2, height)).toEqual([{ index: 0 }, { index: 1 }]);
  });
});
