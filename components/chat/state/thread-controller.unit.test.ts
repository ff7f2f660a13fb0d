import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConnectionError } from "@/lib/http/client";
import { ThreadController } from "./thread-controller";
import { setUp, settle } from "./testing/open-thread";
import { aMessage, anAnswer, at, me, messageId, projectId, sessionId } from "./testing/messages";

const until = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => `message ${from + index}`);

beforeEach(() => void vi.useFakeTimers({ now: 1_900_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("typing", () => {
  it("is told to others at most every 3 s, and of stopping only if they believe in it", async () => {
    const { chat, thread } = setUp();
    for (let n = 0; n < 7; n += 1) {
      thread.type();
      await settle(500);
    }
    expect(chat.log).toEqual(["POST typing", "POST typing"]);
    thread.stopTyping();
    thread.stopTyping();
    expect(chat.log).toHaveLength(3);
    thread.type();
    thread.send("done");
    thread.stopTyping();
    expect(chat.log.filter((line) => line === "POST typing")).toHaveLength(4);
  });
});

describe("reading", () => {
  it("reads an answer that grew before it listened, though no further piece comes", async () => {
    const { chat, thread, texts } = setUp(1);
    thread.store.applyRow(chat.add(anAnswer(2)));
    chat.add(anAnswer(2, { content: "so far", updatedAt: at(3) }));
    thread.handleLive();
    await settle(1_100);
    expect(texts()).toEqual(["message 1", "so far"]);
    expect(chat.log).toEqual([`GET message/${messageId(2)}`]);
  });

  it("loads older messages, one page at a time", async () => {
    const { chat, thread, texts, store } = setUp(120);
    const both = [thread.loadOlder(), thread.loadOlder()];
    expect(store.getEdges().isLoadingOlder).toBe(true);
    await Promise.all(both);
    expect(chat.log).toHaveLength(1);
    await thread.loadOlder();
    await thread.loadOlder();
    expect(chat.log).toHaveLength(2);
    expect(texts()).toEqual(until(120));
    expect(store.getEdges()).toEqual({ hasOlder: false, hasNewer: false, isLoadingOlder: false, isLoadingNewer: false });
  });

  it("says that it no longer loads when loading fails", async () => {
    const { chat, thread, store } = setUp(120);
    chat.isDown = true;
    await expect(thread.loadOlder()).rejects.toThrow(ConnectionError);
    expect(store.getEdges()).toMatchObject({ hasOlder: true, isLoadingOlder: false });
  });

  it("reads again what a gap in an answer hides, not more than twice a second", async () => {
    const { chat, thread, texts } = setUp(0);
    const delta = (offset: number, text: string) => thread.store.applyDelta({ messageId: messageId(1), offset, text });
    chat.add(anAnswer(1, { content: "Hel" }));
    thread.store.applyRow(anAnswer(1));
    delta(5, ", world");
    await settle(20);
    expect(texts()).toEqual(["Hel"]);
    chat.add(anAnswer(1, { content: "Hello", updatedAt: at(5) }));
    await settle(400);
    expect(chat.log).toHaveLength(1);
    await settle(100);
    expect(texts()).toEqual(["Hello, world"]);
    await settle(10_000);
    expect(chat.log).toEqual([`GET message/${messageId(1)}`, `GET message/${messageId(1)}`]);
  });

  it("reads what a replay names in one request", async () => {
    const { chat, thread, texts } = setUp(30, 50);
    for (const n of [31, 32, 33]) {
      chat.add(aMessage(n));
      thread.store.markStale(messageId(n));
    }
    chat.add(aMessage(7, { content: "edited", updatedAt: at(99) }));
    thread.store.markStale(messageId(7));
    await settle(20);
    expect(chat.log).toHaveLength(1);
    expect(texts()).toEqual([...until(6), "edited", ...until(33, 8)]);
  });

  it("reads the newest page and those in view after a reset, and leaves no hole", async () => {
    const { chat, thread, texts, store } = setUp(40);
    for (let n = 41; n <= 70; n += 1) chat.add(aMessage(n));
    thread.setViewTop(messageId(10));
    thread.handleReset();
    await settle(20);
    expect(texts()).toEqual(until(70));
    expect(chat.readings()).toHaveLength(2);
    for (let n = 71; n <= 2_000; n += 1) chat.add(aMessage(n));
    thread.setViewTop(null);
    thread.handleReset();
    await settle(520);
    expect(texts().at(-1)).toBe("message 2000");
    expect(texts()).toEqual(until(2_000, 2_001 - texts().length));
    expect(store.getEdges().hasOlder).toBe(true);
    await thread.loadOlder();
    expect(texts()).toEqual(until(2_000, 2_001 - texts().length));
  });

  it("tries a reading again that failed, and gives up before a closed door", async () => {
    const { chat, thread, texts } = setUp(2);
    chat.add(aMessage(3));
    chat.isDown = true;
    thread.handleReset();
    await settle(20);
    chat.isDown = false;
    await settle(3_000);
    expect(texts()).toEqual(until(3));
    chat.refusal = "not-permitted";
    thread.handleReset();
    await settle(60_000);
    expect(chat.readings()).toHaveLength(3);
  });

  it("lets a message go that is no longer there", async () => {
    const { chat, thread, texts } = setUp(2);
    chat.messages.shift();
    thread.store.markStale(messageId(1));
    await settle(20);
    expect(texts()).toEqual(["message 2"]);
  });

  it("goes to the end before it sends from the middle of a long conversation", async () => {
    const { chat, thread, texts } = setUp(200);
    const middle = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ cursor: `older ${messageId(100)}` }) });
    thread.rest();
    middle.send("at the end");
    await settle();
    const shown = middle.store.getOrder().map((key) => middle.store.getItem(key)?.message.content);
    expect(shown).toEqual([...until(200, 151), "at the end"]);
    expect(texts()).toHaveLength(50);
  });

  it("reads those in view in the middle of a long conversation after a reset, and lets go of the rest", async () => {
    const { chat } = setUp(400);
    const thread = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ cursor: `older ${messageId(200)}`, limit: 120 }) });
    const shown = () => thread.store.getOrder().map((key) => thread.store.getItem(key)?.message.content);
    chat.add(aMessage(82, { content: "", deletedAt: at(999), updatedAt: at(999) }));
    chat.add(aMessage(190, { content: "edited", updatedAt: at(999) }));
    thread.setViewTop(messageId(180));
    thread.handleReset();
    await settle(20);
    expect(chat.readings()).toEqual([`GET messages around ${messageId(180)}`]);
    expect(shown()).toEqual([...until(189, 130), "edited", ...until(229, 191)]);
    await thread.loadOlder();
    await thread.loadNewer();
    expect(shown()).toEqual([...until(81, 80), "", ...until(189, 83), "edited", ...until(279, 191)]);
  });

  it("lets older messages go after a reset, which may be deleted by now, until they are scrolled to", async () => {
    const { chat, thread, texts } = setUp(120);
    await thread.loadOlder();
    await thread.loadOlder();
    expect(texts()).toEqual(until(120));
    chat.add(aMessage(3, { content: "", deletedAt: at(999), updatedAt: at(999) }));
    thread.handleReset();
    await settle(20);
    expect(texts()).toEqual(until(120, 71));
    await thread.loadOlder();
    await thread.loadOlder();
    expect(texts()).toEqual(["message 1", "message 2", "", ...until(120, 4)]);
  });

  it("reads again where the reader went while a reset was read", async () => {
    const { chat, thread, texts } = setUp(400);
    thread.handleReset();
    await settle(19);
    const { promise, resolve } = Promise.withResolvers<void>();
    chat.hold = promise;
    await settle(1);
    chat.hold = null;
    thread.jumpTo(messageId(100));
    await settle();
    thread.setViewTop(messageId(100));
    chat.add(aMessage(100, { content: "edited", updatedAt: at(999) }));
    resolve();
    await settle(1_000);
    expect(texts()).toContain("edited");
    expect(texts()).not.toContain("message 400");
  });

  it("goes to the end after a reset when what was in view is gone", async () => {
    const { chat } = setUp(400);
    const thread = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ cursor: `older ${messageId(200)}` }) });
    thread.setViewTop(messageId(180));
    chat.messages.splice(100, 100);
    thread.handleReset();
    await settle(20);
    expect(thread.store.getEdges()).toMatchObject({ hasOlder: true, hasNewer: false });
    expect(thread.store.getOrder().at(-1)).toBe(messageId(400));
  });
});
