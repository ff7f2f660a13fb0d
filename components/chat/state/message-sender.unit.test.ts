import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalMessage } from "./outbox";
import type { OutboxStorage } from "./outbox-storage";
import type { FakeChat } from "./testing/fake-chat";
import { openThread, setUp, settle } from "./testing/open-thread";

beforeEach(() => void vi.useFakeTimers({ now: 1_900_000_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A page that went before it knew what became of its messages, of which the first arrived; the server is there again. */
async function leaveUnsent(first: string, ...others: string[]): Promise<{ chat: FakeChat; kept: OutboxStorage }> {
  const locals = new Map<string, LocalMessage>();
  const kept: OutboxStorage = { load: () => [...locals.values()].map((local) => ({ ...local, claimedBy: null, send: { state: "failed", problem: null } })), save: (local) => void locals.set(local.clientId, local), remove: (clientId) => void locals.delete(clientId) };
  const { chat, thread } = setUp(0);
  thread.keepUnsent(kept);
  chat.losesAnswers = true;
  thread.send(first);
  await settle();
  chat.losesAnswers = false;
  chat.isDown = true;
  for (const content of others) thread.send(content);
  await settle();
  thread.rest();
  chat.isDown = false;
  return { chat, kept };
}

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
    const { chat, kept } = await leaveUnsent("one", "two");
    expect(kept.load().map(({ content }) => content)).toEqual(["one", "two"]);
    const { thread, texts } = openThread(chat);
    thread.keepUnsent(kept);
    thread.handleLive();
    await settle();
    expect(chat.messages.map(({ content }) => content)).toEqual(["one", "two"]);
    expect(texts()).toEqual(["one", "two"]);
    expect(kept.load()).toEqual([]);
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
    thread.discard(first);
    expect(sends()).toEqual(["failed"]);
    thread.retrySend(second);
    await settle();
    expect(sends()).toEqual(["sent"]);
    expect(thread.discard(second)).toBeNull();
  });

  it("brings back what was taken back, as it was", async () => {
    const { chat, thread, texts } = setUp(0);
    chat.losesAnswers = true;
    const key = thread.send("one");
    await settle();
    const undo = thread.discard(key);
    expect(texts()).toEqual([]);
    undo?.();
    expect(texts()).toEqual(["one"]);
    chat.losesAnswers = false;
    thread.handleLive();
    await settle();
    expect(texts()).toEqual(["one"]);
    expect(chat.messages).toHaveLength(1);
  });

  it("waits while the first try is still under way at the server", async () => {
    const { chat, thread, sends } = setUp(0);
    chat.isDown = true;
    const key = thread.send("one");
    await settle();
    chat.isDown = false;
    chat.refusal = "conflict";
    chat.refusalFacts = { committed: false };
    thread.retrySend(key);
    await settle(1_500);
    expect(sends()).toEqual(["sending"]);
    chat.refusal = null;
    await settle(2_000);
    expect(sends()).toEqual(["sent"]);
  });

  it("waits for the try of a page that is gone as for its own", async () => {
    const { chat, kept } = await leaveUnsent("one");
    const later = openThread(chat);
    later.thread.keepUnsent(kept);
    chat.refusal = "conflict";
    chat.refusalFacts = { committed: false };
    later.thread.handleLive();
    await settle(1_500);
    expect(later.sends()).toEqual(["sent", "sending"]);
    chat.refusal = null;
    await settle(2_000);
    expect(later.sends()).toEqual(["sent"]);
    expect(chat.messages).toHaveLength(1);
  });

  it("tells at once when a conversation no longer takes what is sent again", async () => {
    const { chat, thread, store } = setUp(0);
    chat.isDown = true;
    const key = thread.send("one");
    await settle();
    chat.isDown = false;
    chat.refusal = "conflict";
    thread.retrySend(key);
    await settle();
    expect(store.getItem(key)?.send).toMatchObject({ state: "failed", problem: { code: "conflict" } });
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
});
