import { expect, test, vi } from "vitest";
import type { SessionState } from "@/lib/chat/schemas";
import type { EventName, ProjectEvent } from "@/lib/events/catalogue";
import { SessionStates } from "./session-states";

const me = "me";
const state = (sessionId: string, values: Partial<SessionState> = {}): SessionState => ({ sessionId, unread: 0, readUpTo: null, pinned: false, draft: "", draftReplyTo: null, draftAt: null, ...values });
const event = (name: EventName, payload: Record<string, unknown>, userId: string | null = "bo"): ProjectEvent => ({ name, projectId: "p", seq: 1, userId, at: "2026-01-01T10:00:00.000Z", payload });
const received = (messageId: string, userId: string | null = "bo") => event("chat:message:received", { sessionId: "s", messageId, role: userId === null ? "assistant" : "user" }, userId);
const updated = (messageId: string, status: string, deleted = false) => event("chat:message:updated", { sessionId: "s", messageId, role: "assistant", status, deleted });
const receipt = (messageId: string, userId = me) => event("chat:read:receipt", { sessionId: "s", userId, messageId }, userId);

test("messages of others and answers are counted, one's own aren't, and none twice", () => {
  const states = new SessionStates(me, [state("s", { unread: 2 })]);
  states.hear(received("m3"));
  states.hear(received("m3"));
  states.hear(received("m4", me));
  states.hear(received("m5", null));
  expect(states.get("s").unread).toBe(4);
  expect(states.get("other").unread).toBe(0);
  expect(states.hasUnread(null)).toBe(true);
  expect(states.hasUnread("s")).toBe(false);
});

test("one's own receipt, from whichever tab, clears what it covers; those of others clear nothing", () => {
  const states = new SessionStates(me, []);
  for (const id of ["m1", "m2", "m3"]) states.hear(received(id));
  states.hear(receipt("m3", "bo"));
  expect(states.get("s").unread).toBe(3);
  expect(states.hear(receipt("m2"))).toBeNull();
  expect(states.get("s").unread).toBe(1);
  // One that comes late says nothing new.
  states.hear(receipt("m1"));
  expect(states.get("s").unread).toBe(1);
  states.hear(receipt("m3"));
  expect(states.get("s").unread).toBe(0);
  states.hear(received("m2"));
  expect(states.get("s").unread).toBe(0);
});

test("a receipt among messages from before can't be counted with: the state has to be read anew", () => {
  const states = new SessionStates(me, [state("s", { unread: 7, readUpTo: "m1" })]);
  expect(states.hear(receipt("m5"))).toBe("s");
  expect(states.get("s").unread).toBe(7);
  states.take(state("s", { unread: 3, readUpTo: "m5" }));
  expect(states.get("s").unread).toBe(3);
  // One for a message that came since covers all from before.
  states.hear(received("m9"));
  expect(states.hear(receipt("m9"))).toBeNull();
  expect(states.get("s").unread).toBe(0);
});

test("a deleted message is no longer unread", () => {
  const states = new SessionStates(me, [state("s", { unread: 1 })]);
  states.hear(received("m2"));
  expect(states.hear(updated("m2", "complete", true))).toBeNull();
  expect(states.get("s").unread).toBe(1);
  expect(states.hear(updated("m1", "complete", true))).toBe("s");
});

test("a conversation is being answered from an answer's beginning to its end", () => {
  const states = new SessionStates(me, []);
  states.hear(received("m1", null));
  expect(states.get("s").isAnswering).toBe(true);
  states.hear(updated("m1", "streaming"));
  states.hear(received("m2", null));
  states.hear(updated("m1", "complete"));
  expect(states.get("s").isAnswering).toBe(true);
  states.hear(updated("m2", "failed"));
  expect(states.get("s").isAnswering).toBe(false);
  states.hear(updated("m2", "streaming"));
  expect(states.get("s").isAnswering).toBe(true);
  states.hear(event("chat:session:deleted", { sessionId: "s" }));
  expect(states.get("s").isAnswering).toBe(false);
});

test("a row is the same object until something of it changes", () => {
  const states = new SessionStates(me, [state("s", { pinned: true, draft: "So far" }), state("t", { draft: "  " })]);
  const listener = vi.fn();
  states.subscribe(listener);
  const row = states.get("s");
  expect(row).toEqual({ unread: 0, pinned: true, hasDraft: true, isAnswering: false });
  expect(states.get("t").hasDraft).toBe(false);
  states.setDraft("s", true);
  expect(listener).not.toHaveBeenCalled();
  const pinned = states.pinned();
  expect([...pinned]).toEqual(["s"]);
  expect(states.pinned()).toBe(pinned);
  states.setPinned("t", true);
  expect([...states.pinned()]).toEqual(["s", "t"]);
  expect(states.get("s")).toBe(row);
  states.setDraft("s", false);
  expect(states.get("s")).not.toBe(row);
  expect(listener).toHaveBeenCalledTimes(2);
});

test("states that are read anew replace everything", () => {
  const states = new SessionStates(me, [state("s", { unread: 3, pinned: true })]);
  states.hear(received("m1", null));
  states.reset([state("t", { unread: 1 })]);
  expect(states.get("s")).toEqual({ unread: 0, pinned: false, hasDraft: false, isAnswering: false });
  expect(states.get("t").unread).toBe(1);
});

test("no more than the server's most is counted", () => {
  const states = new SessionStates(me, [state("s", { unread: 100 })]);
  states.hear(received("m1"));
  expect(states.get("s").unread).toBe(100);
});
