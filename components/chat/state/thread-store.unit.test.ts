import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { applyEvent } from "./thread-events";
import { ThreadStore } from "./thread-store";
import { aMessage, anAnswer, aPage, at, me, messageId, projectId, sessionId } from "./testing/messages";

const setUp = (page = aPage([aMessage(1), aMessage(2)])) => {
  const store = new ThreadStore({ sessionId, author: me, page });
  const texts = () => store.getOrder().map((key) => store.getItem(key)?.message.content);
  return { store, texts };
};
const mine = (n: number, content: string): Message => aMessage(n, { content, userId: me.id, userName: me.name });
const local = (clientId: string, content: string) => ({ clientId, content, replyTo: null, attachments: [], replaces: null, branchId: null, createdAt: at(0), send: { state: "sending" } as const, claimedBy: null });
const event = (name: ProjectEvent["name"], payload: Record<string, unknown>, thing?: unknown): ProjectEvent => ({
  name, projectId, seq: 1, userId: null, at: at(0), payload: { sessionId, ...payload }, ...(thing === undefined ? {} : { thing }),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a conversation's store", () => {
  it("orders messages by id, however they come, and each once", () => {
    const { store, texts } = setUp();
    for (const n of [5, 3, 4, 3]) store.applyRow(aMessage(n));
    expect(texts()).toEqual(["message 1", "message 2", "message 3", "message 4", "message 5"]);
  });

  it("tells a token to its message only", () => {
    const { store } = setUp(aPage([aMessage(1), anAnswer(2)]));
    const heard: string[] = [];
    store.subscribeOrder(() => heard.push("order"));
    store.subscribeItem(messageId(1), () => heard.push("first"));
    store.subscribeItem(messageId(2), () => heard.push("second"));
    const [order, first] = [store.getOrder(), store.getItem(messageId(1))];
    store.applyDelta({ messageId: messageId(2), offset: 0, text: "Hi" });
    expect(heard).toEqual(["second"]);
    expect(store.getItem(messageId(2))?.message.content).toBe("Hi");
    expect(store.getOrder()).toBe(order);
    expect(store.getItem(messageId(1))).toBe(first);
    store.applyDelta({ messageId: messageId(2), offset: 0, text: "Hi" });
    expect(heard).toEqual(["second"]);
  });

  it("takes live events as they are, and marks what a replayed one names to be read", () => {
    const { store, texts } = setUp();
    applyEvent(store, event("chat:message:received", { messageId: messageId(3) }, aMessage(3)));
    applyEvent(store, event("chat:message:delta", { messageId: messageId(4), offset: 0, text: "Hm" }));
    applyEvent(store, event("chat:message:received", { messageId: messageId(4) }, anAnswer(4)));
    expect(texts()).toEqual(["message 1", "message 2", "message 3", "Hm"]);
    applyEvent(store, event("chat:message:updated", { messageId: messageId(2) }));
    applyEvent(store, event("chat:message:received", { messageId: messageId(5) }));
    expect(store.takeStale()).toEqual([messageId(2), messageId(5)]);
    expect(store.takeStale()).toEqual([]);
  });

  it("passes over other conversations", () => {
    const { store, texts } = setUp(aPage());
    applyEvent(store, event("chat:message:received", { sessionId: "other", messageId: messageId(3) }, aMessage(3, { sessionId: "other" })));
    store.applyRow(aMessage(3, { sessionId: "other" }));
    expect(texts()).toEqual([]);
  });

  it("keeps the trace of a deleted message, also against an older row", () => {
    const { store } = setUp();
    store.applyRow(aMessage(2, { content: "", deletedAt: at(9), updatedAt: at(9) }));
    store.applyRow(aMessage(2));
    expect(store.getItem(messageId(2))?.message).toMatchObject({ content: "", deletedAt: at(9) });
    store.forget([messageId(1)]);
    expect(store.getOrder()).toEqual([messageId(2)]);
  });

  it("joins pages at both ends, and keeps a hole from arising at the newer one", () => {
    const { store, texts } = setUp(aPage([aMessage(5), aMessage(6)], { previousCursor: "before 5", nextCursor: "after 6" }));
    expect(store.getEdges()).toEqual({ hasOlder: true, hasNewer: true, isLoadingOlder: false, isLoadingNewer: false });
    store.applyRow(aMessage(9));
    store.applyRow(aMessage(2));
    expect(texts()).toEqual(["message 5", "message 6"]);
    store.addPage(aPage([aMessage(3), aMessage(4)], { nextCursor: "after 4" }), "older");
    store.addPage(aPage([aMessage(7)], { previousCursor: "before 7" }), "newer");
    expect(texts()).toEqual([3, 4, 5, 6, 7].map((n) => `message ${n}`));
    expect(store.getEdges()).toMatchObject({ hasOlder: false, hasNewer: false });
    // The ninth came while the page was on its way.
    expect(store.takeStale()).toEqual([messageId(9)]);
    store.applyRow(aMessage(9));
    expect(texts().at(-1)).toBe("message 9");
  });

  it("lets go of what the newest messages don't reach down to", () => {
    const { store, texts } = setUp();
    store.addNewest([aMessage(8), aMessage(9)], "before 8", false);
    expect(texts()).toEqual(["message 8", "message 9"]);
    expect(store.getEdges().hasOlder).toBe(true);
    store.addNewest([aMessage(9), aMessage(10)], "before 9", true);
    expect(texts()).toEqual(["message 8", "message 9", "message 10"]);
    expect(store.edges.older).toBe("before 8");
  });

  it("shows who types until they stop, send, or fall silent for 6 s, and never oneself", () => {
    const { store } = setUp();
    const names = () => store.getTyping().map(({ name }) => name);
    const type = (userId: string, name: string, state = "start") => applyEvent(store, event("chat:typing:indicator", { userId, name, state }));
    type(me.id, me.name);
    type("b", "Ben");
    type("c", "Cleo");
    vi.advanceTimersByTime(4_000);
    type("b", "Ben");
    expect(names()).toEqual(["Ben", "Cleo"]);
    vi.advanceTimersByTime(2_000);
    expect(names()).toEqual(["Ben"]);
    store.applyRow(aMessage(3, { userId: "b" }));
    type("d", "Dan");
    expect(names()).toEqual(["Dan"]);
    type("d", "Dan", "stop");
    expect(names()).toEqual([]);
  });
});

describe("a message of one's own", () => {
  const other = "client-2";
  const clientId = "client-1";

  it("is there at once, and keeps its key when the answer comes before the event", () => {
    const { store, texts } = setUp();
    store.setLocal(local(clientId, "Hello"));
    expect(store.getItem(clientId)).toMatchObject({ send: { state: "sending" }, message: { content: "Hello", userId: me.id } });
    expect(store.idOf(clientId)).toBeNull();
    store.settleLocal(clientId, mine(3, "Hello"));
    store.applyRow(mine(3, "Hello"));
    expect(texts()).toEqual(["message 1", "message 2", "Hello"]);
    expect(store.getOrder().at(-1)).toBe(clientId);
    expect(store.getItem(clientId)).toMatchObject({ send: null, message: { id: messageId(3) } });
    expect(store.idOf(clientId)).toBe(messageId(3));
  });

  it("is shown once when the event comes before the answer", () => {
    const { store, texts } = setUp();
    store.setLocal(local(clientId, "Hello"));
    store.applyRow(mine(3, "Hello"));
    store.applyRow(anAnswer(4));
    expect(texts()).toEqual(["message 1", "message 2", "Hello", ""]);
    expect(store.getOrder()[2]).toBe(clientId);
    expect(store.getItem(clientId)?.send).toBeNull();
    store.settleLocal(clientId, mine(3, "Hello"));
    expect(texts()).toEqual(["message 1", "message 2", "Hello", ""]);
  });

  it("isn't mistaken for the same words from another tab", () => {
    const { store, texts } = setUp(aPage());
    store.setLocal(local(clientId, "Yes"));
    store.applyRow(mine(3, "Yes"));
    expect(texts()).toEqual(["Yes"]);
    store.settleLocal(clientId, mine(4, "Yes"));
    expect(store.getOrder()).toEqual([messageId(3), clientId]);
    expect(store.getItem(clientId)?.message.id).toBe(messageId(4));
  });

  it("keeps two of the same words apart", () => {
    const { store } = setUp(aPage());
    store.setLocal(local(clientId, "Yes"));
    store.setLocal(local(other, "Yes"));
    store.applyRow(mine(3, "Yes"));
    expect(store.getOrder()).toEqual([clientId, other]);
    store.settleLocal(clientId, mine(3, "Yes"));
    store.applyRow(mine(4, "Yes"));
    store.settleLocal(other, mine(4, "Yes"));
    expect(store.getOrder()).toEqual([clientId, other]);
  });

  it("is no one else's", () => {
    const { store } = setUp(aPage());
    store.setLocal(local(clientId, "Yes"));
    store.applyRow(aMessage(3, { content: "Yes" }));
    expect(store.getOrder()).toEqual([messageId(3), clientId]);
  });

  it("stays with its reason when it fails, and leaves nothing behind once it is taken back", () => {
    const { store, texts } = setUp(aPage());
    const problem = { type: "about:blank", title: "Too many requests", status: 429, code: "too-many-requests" } as const;
    store.setLocal(local(clientId, "Hello"));
    store.failLocal(clientId, problem);
    expect(store.getItem(clientId)).toMatchObject({ send: { state: "failed", problem }, message: { content: "Hello" } });
    // The server refused it, so the same words on the stream are another message.
    store.applyRow(mine(3, "Hello"));
    expect(texts()).toEqual(["Hello", "Hello"]);
    store.removeLocal(clientId);
    expect(store.getOrder()).toEqual([messageId(3)]);
  });

  it("counts as sent when nobody answered but it came over the stream, before or after", () => {
    for (const order of [["fail", "event"], ["event", "fail"]]) {
      const { store } = setUp(aPage());
      store.setLocal(local(clientId, "Hello"));
      for (const step of order) {
        if (step === "fail") store.failLocal(clientId, null);
        else store.applyRow(mine(3, "Hello"));
      }
      expect(store.getOrder(), order.join()).toEqual([clientId]);
      expect(store.getItem(clientId), order.join()).toMatchObject({ send: null, message: { id: messageId(3) } });
      expect(store.outbox.unreached(), order.join()).toEqual([]);
    }
  });

  it("is back as failed when what looked like it was another and the server refuses it", () => {
    const { store } = setUp(aPage());
    store.setLocal(local(clientId, "Hello"));
    store.applyRow(mine(3, "Hello"));
    store.failLocal(clientId, { type: "about:blank", title: "Archived", status: 409, code: "conflict" });
    expect(store.getOrder()).toEqual([messageId(3), clientId]);
    expect(store.getItem(messageId(3))?.send).toBeNull();
    expect(store.getItem(clientId)?.send?.state).toBe("failed");
  });
});
