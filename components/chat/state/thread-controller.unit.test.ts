import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConnectionError } from "@/lib/http/client";
import type { LocalMessage } from "./outbox";
import type { OutboxStorage } from "./outbox-storage";
import { ThreadController } from "./thread-controller";
import { FakeChat } from "./testing/fake-chat";
import { aMessage, anAnswer, at, me, messageId, projectId, sessionId } from "./testing/messages";

const setUp = (count = 2, limit = 50) => {
  const chat = new FakeChat();
  for (let n = 1; n <= count; n += 1) chat.add(aMessage(n));
  const thread = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ limit }) });
  const { store } = thread;
  const texts = () => store.getOrder().map((key) => store.getItem(key)?.message.content);
  const sends = () => store.getOrder().map((key) => store.getItem(key)?.send?.state ?? "sent");
  return { chat, thread, store, texts, sends };
};
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const until = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => `message ${from + index}`);

beforeEach(() => void vi.useFakeTimers({ now: 1_900_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("sending", () => {
  it("shows messages at once and sends them one after the other", async () => {
    const { chat, thread, texts, sends } = setUp(0);
    thread.send("one");
    thread.send("two");
    expect(texts()).toEqual(["one", "two"]);
    expect(sends()).toEqual(["sending", "sending"]);
    await settle();
    expect(sends()).toEqual(["sent", "sent"]);
    expect(chat.messages.map(({ content }) => content)).toEqual(["one", "two"]);
  });

  it("keeps what can't be sent, in order, and sends it once the server is there again", async () => {
    const { chat, thread, texts, sends } = setUp(0);
    chat.isDown = true;
    thread.send("one");
    thread.send("two");
    await settle();
    expect(sends()).toEqual(["failed", "failed"]);
    expect(chat.log).toEqual(["POST message"]);
    chat.isDown = false;
    thread.handleLive();
    await settle();
    expect(sends()).toEqual(["sent", "sent"]);
    expect(texts()).toEqual(["one", "two"]);
    expect(chat.messages).toHaveLength(2);
  });

  it("sends what a page that is gone could not send, once, though its last try had arrived", async () => {
    const kept = new Map<string, LocalMessage>();
    const storage: OutboxStorage = { load: () => [...kept.values()].map((local) => ({ ...local, claimedBy: null, send: { state: "failed", problem: null } })), save: (local) => void kept.set(local.clientId, local), remove: (clientId) => void kept.delete(clientId) };
    const { chat, thread } = setUp(0);
    thread.keepUnsent(storage);
    chat.losesAnswers = true;
    thread.send("one");
    await settle();
    chat.losesAnswers = false;
    chat.isDown = true;
    thread.send("two");
    await settle();
    expect([...kept.values()].map(({ content }) => content)).toEqual(["one", "two"]);

    const later = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ limit: 50 }) });
    later.keepUnsent(storage);
    chat.isDown = false;
    later.handleLive();
    await settle();
    expect(chat.messages.map(({ content }) => content)).toEqual(["one", "two"]);
    expect(later.store.getOrder().map((key) => later.store.getItem(key)?.message.content)).toEqual(["one", "two"]);
    expect(kept.size).toBe(0);
  });

  it("reads an answer that grew before it listened, though no further piece comes", async () => {
    const { chat, thread, texts } = setUp(1);
    thread.store.applyRow(chat.add(anAnswer(2)));
    chat.add(anAnswer(2, { content: "so far", updatedAt: at(3) }));
    thread.handleLive();
    await settle(1_100);
    expect(texts()).toEqual(["message 1", "so far"]);
    expect(chat.log).toEqual([`GET message/${messageId(2)}`]);
  });

  it("stores a message once, though its answer was lost", async () => {
    const { chat, thread, sends } = setUp(0);
    chat.losesAnswers = true;
    const key = thread.send("one");
    await settle();
    expect(sends()).toEqual(["failed"]);
    chat.losesAnswers = false;
    thread.retrySend(key);
    await settle();
    expect(sends()).toEqual(["sent"]);
    expect(chat.messages).toHaveLength(1);
  });

  it("keeps what the server refuses until somebody tries again or takes it back", async () => {
    const { chat, thread, store, sends } = setUp(0);
    chat.refusal = "too-many-requests";
    const [first, second] = [thread.send("one"), thread.send("two")];
    await settle();
    expect(store.getItem(first)?.send).toMatchObject({ state: "failed", problem: { code: "too-many-requests" } });
    chat.refusal = null;
    thread.handleLive();
    await settle();
    expect(sends()).toEqual(["failed", "failed"]);
    expect(thread.discard(first)).toBe("one");
    thread.retrySend(second);
    await settle();
    expect(sends()).toEqual(["sent"]);
    expect(thread.discard(second)).toBeNull();
  });

  it("waits while the first try is still under way at the server", async () => {
    const { chat, thread, sends } = setUp(0);
    chat.isDown = true;
    const key = thread.send("one");
    await settle();
    chat.isDown = false;
    chat.refusal = "conflict";
    thread.retrySend(key);
    await settle(1_500);
    expect(sends()).toEqual(["sending"]);
    chat.refusal = null;
    await settle(2_000);
    expect(sends()).toEqual(["sent"]);
  });

  it("lets go of a message that is stored and whose answer was lost with its server: the stream brings it, once", async () => {
    for (const comesFirst of [true, false]) {
      const { chat, thread, texts, sends } = setUp(0);
      chat.losesAnswers = true;
      thread.send("one");
      await settle();
      const [stored] = chat.messages;
      chat.losesAnswers = false;
      chat.refusal = "conflict";
      chat.refusalFacts = { committed: true };
      if (comesFirst && stored) thread.store.applyRow(stored);
      thread.handleLive();
      await settle(10_000);
      if (!comesFirst && stored) thread.store.applyRow(stored);
      expect(texts()).toEqual(["one"]);
      expect(sends()).toEqual(["sent"]);
    }
  });

  it("tries by itself again what didn't reach the server, or a server that was just ending", async () => {
    const { chat, thread, sends } = setUp(0);
    chat.isDown = true;
    thread.send("one");
    thread.send("two");
    await settle();
    chat.isDown = false;
    chat.refusal = "unavailable";
    await settle(2_000);
    expect(sends()).toEqual(["failed", "failed"]);
    chat.refusal = null;
    await settle(4_000);
    expect(sends()).toEqual(["sent", "sent"]);
    expect(chat.messages.map(({ content }) => content)).toEqual(["one", "two"]);
  });

  it("tells others of typing at most every 3 s, and of stopping only if they believe in it", async () => {
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

  it("reads single messages in the middle of a long conversation after a reset", async () => {
    const { chat } = setUp(200);
    const middle = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ cursor: `older ${messageId(100)}` }) });
    chat.add(aMessage(60, { content: "edited", updatedAt: at(999) }));
    middle.setViewTop(messageId(55));
    middle.handleReset();
    await settle(20);
    expect(middle.store.getItem(messageId(60))?.message.content).toBe("edited");
    expect(middle.store.getOrder()).toHaveLength(50);
  });
});
