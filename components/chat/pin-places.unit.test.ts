import { expect, it } from "vitest";
import { aMessage, at, messageId } from "./state/testing/messages";
import { putPlace } from "./pin-places";

const one = { id: messageId(1), branchId: null };

it("counts a message once however often it is told of while it is pinned", () => {
  const pinned = aMessage(2, { pinnedAt: at(5) });
  const two = putPlace([one], pinned);
  expect(two).toEqual([one, { id: messageId(2), branchId: null }]);
  expect(putPlace(two, { ...pinned, content: "edited" })).toBe(two);
  expect(putPlace(two, aMessage(2))).toEqual([one]);
  expect(putPlace(two, { ...pinned, deletedAt: at(6) })).toEqual([one]);
});

it("leaves the number alone when another message changes", () => {
  const known = [one];
  expect(putPlace(known, aMessage(3))).toBe(known);
});
