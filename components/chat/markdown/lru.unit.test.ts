import { expect, it } from "vitest";
import { Lru } from "./lru";

it("forgets what wasn't used for longest when the weight is too much", () => {
  const kept = new Lru<number>(10);
  kept.set("a", 1, 4);
  kept.set("b", 2, 4);
  expect(kept.get("a")).toBe(1);
  kept.set("c", 3, 4);
  expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual([1, undefined, 3]);
});

it("counts the weight of a key that is set again once, and keeps nothing that is too heavy", () => {
  const kept = new Lru<number>(10);
  kept.set("a", 1, 9);
  kept.set("a", 2, 5);
  kept.set("b", 3, 5);
  kept.set("b", 4, 11);
  expect([kept.get("a"), kept.get("b")]).toEqual([2, undefined]);
});
