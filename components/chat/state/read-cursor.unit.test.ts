import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeChat } from "./testing/fake-chat";
import { messageId } from "./testing/messages";
import { setUp, settle } from "./testing/open-thread";

/** The messages up to which the server was told so far. */
const receipts = (chat: FakeChat) => () => chat.log.flatMap((line) => /messageId":"(.*)"/.exec(line)?.[1] ?? []);

beforeEach(() => void vi.useFakeTimers({ now: 1_900_000_000_000 }));
afterEach(() => void vi.useRealTimers().restoreAllMocks());

describe("how far the reader has come", () => {
  it("is told forwards only, at most every 2 s, and at once on leaving", async () => {
    const { chat, thread } = setUp(30);
    const told = receipts(chat);
    for (const n of [3, 5, 4]) thread.read(messageId(n));
    await settle(1);
    expect(told()).toEqual([messageId(5)]);
    thread.read(messageId(6));
    await settle(1_900);
    thread.read(messageId(7));
    expect(told()).toHaveLength(1);
    await settle(200);
    expect(told()).toEqual([messageId(5), messageId(7)]);
    thread.read(messageId(9));
    thread.rest();
    expect(told().at(-1)).toBe(messageId(9));
    await settle(60_000);
    expect(told()).toHaveLength(3);
  });

  it("is told the rarer the more people read along, and not by all at once", async () => {
    const { chat, thread } = setUp(30);
    const chance = vi.spyOn(Math, "random").mockReturnValue(0);
    const told = receipts(chat);
    thread.readCursor.setPeopleHere(20);
    thread.read(messageId(3));
    await settle(1);
    expect(told()).toEqual([messageId(3)]);
    thread.read(messageId(4));
    await settle(19_900);
    expect(told()).toHaveLength(1);
    thread.read(messageId(5));
    await settle(200);
    expect(told()).toEqual([messageId(3), messageId(5)]);
    await settle(60_000);
    chance.mockReturnValue(0.5);
    thread.read(messageId(6));
    await settle(8_900);
    expect(told()).toHaveLength(2);
    await settle(200);
    expect(told()).toEqual([messageId(3), messageId(5), messageId(6)]);
  });

  it("is told again when it didn't reach the server", async () => {
    const { chat, thread } = setUp(30);
    chat.isDown = true;
    thread.read(messageId(3));
    await settle(10);
    chat.isDown = false;
    thread.rest();
    expect(chat.log).toHaveLength(2);
  });

  it("is told though the last row in view is a message that isn't sent", async () => {
    const { chat, thread } = setUp(30);
    chat.isDown = true;
    const [first, second] = [thread.send("one"), thread.send("two")];
    await settle();
    chat.isDown = false;
    for (const key of [first, second]) expect(thread.read(key)).toBe(messageId(30));
    await settle(1);
    expect(receipts(chat)()).toEqual([messageId(30)]);
  });
});
