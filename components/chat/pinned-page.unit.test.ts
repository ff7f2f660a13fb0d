import { describe, expect, it } from "vitest";
import { aMessage, at, messageId } from "./state/testing/messages";
import { putPin, type PinnedPage } from "./pinned-page";

const pinned = (n: number, pinnedAt: number) => aMessage(n, { pinnedAt: at(pinnedAt) });
const idsOf = ({ items }: PinnedPage) => items.map(({ id }) => id);

describe("the pinned messages of a view", () => {
  const whole: PinnedPage = { items: [pinned(1, 30), pinned(2, 10)], nextCursor: null };

  it("take in what is pinned, the last one first", () => {
    expect(idsOf(putPin(whole, pinned(3, 20), true))).toEqual([messageId(1), messageId(3), messageId(2)]);
    expect(idsOf(putPin(whole, pinned(3, 5), true))).toEqual([messageId(1), messageId(2), messageId(3)]);
  });

  it("leave out what another branch has", () => {
    expect(idsOf(putPin(whole, pinned(3, 20), false))).toEqual([messageId(1), messageId(2)]);
  });

  it("let go of what is pinned no more, and of what is deleted", () => {
    expect(idsOf(putPin(whole, aMessage(1), true))).toEqual([messageId(2)]);
    expect(idsOf(putPin(whole, aMessage(2, { pinnedAt: at(10), deletedAt: at(40) }), true))).toEqual([messageId(1)]);
  });

  it("leave what wasn't read yet to its page", () => {
    const page = { ...whole, nextCursor: "more" };
    expect(putPin(page, pinned(3, 5), true)).toEqual(page);
    expect(idsOf(putPin(page, pinned(2, 10), true))).toEqual([messageId(1), messageId(2)]);
  });
});
