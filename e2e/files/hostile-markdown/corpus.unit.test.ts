import { expect, it } from "vitest";
import { corpus } from "./corpus";

const vectors = Object.values(corpus).flat();

it("holds three hundred texts and more, each of its own", () => {
  expect(vectors.length).toBeGreaterThanOrEqual(300);
  expect(vectors.filter((vector, index) => vectors.indexOf(vector) !== index)).toEqual([]);
});

it("holds only what a message may hold", () => {
  expect(vectors.filter((vector) => vector.length > 32_000)).toEqual([]);
});
