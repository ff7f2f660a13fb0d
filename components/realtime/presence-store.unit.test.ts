import { expect, test, vi } from "vitest";
import type { PersonHere } from "@/lib/realtime/schemas";
import { PresenceStore, type PresenceChange } from "./presence-store";

const place = (userId: string, sessionId: string | null, since = "2026-01-01T10:00:00.000Z"): PersonHere => ({ userId, name: userId.toUpperCase(), sessionId, documentId: null, since });
const change = (userId: string, ...sessionIds: string[]): PresenceChange => ({ userId, name: userId.toUpperCase(), places: sessionIds.map((sessionId) => ({ sessionId, documentId: null })), since: "2026-01-01T11:00:00.000Z" });
const ids = (people: readonly { userId: string }[]) => people.map(({ userId }) => userId);

test("somebody with two tabs is one person in two places, there since the first", () => {
  const store = new PresenceStore();
  store.takeList([place("ada", "s1", "2026-01-01T10:05:00.000Z"), place("ada", "s2"), place("bo", "s1")]);
  expect(ids(store.all())).toEqual(["ada", "bo"]);
  expect(store.all()[0]?.since).toBe("2026-01-01T10:00:00.000Z");
  expect(ids(store.in("s1"))).toEqual(["ada", "bo"]);
  expect(ids(store.in("s2"))).toEqual(["ada"]);
});

test("an event moves people, and takes those without a place away", () => {
  const store = new PresenceStore();
  store.takeList([place("ada", "s1"), place("bo", "s1")]);
  store.hear([change("ada", "s2"), change("bo")]);
  expect(ids(store.in("s1"))).toEqual([]);
  expect(ids(store.in("s2"))).toEqual(["ada"]);
  expect(ids(store.all())).toEqual(["ada"]);
});

test("what is heard while the list is being read counts more than the list", () => {
  const store = new PresenceStore();
  store.beginReading();
  store.hear([change("ada"), change("cy", "s1")]);
  store.takeList([place("ada", "s1"), place("bo", "s1")]);
  expect(ids(store.in("s1"))).toEqual(["bo", "cy"]);
  // What was heard before belongs to the reading before: it isn't laid over this one.
  store.beginReading();
  store.takeList([place("bo", "s1")]);
  expect(ids(store.all())).toEqual(["bo"]);
});

test("whoever watches gets the same lists until something changes", () => {
  const store = new PresenceStore();
  const listener = vi.fn();
  const stop = store.subscribe(listener);
  store.takeList([place("ada", "s1")]);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(store.all()).toBe(store.all());
  expect(store.in("s1")).toBe(store.in("s1"));
  expect(store.in("s8")).toBe(store.in("s9"));
  store.clear();
  store.clear();
  expect(listener).toHaveBeenCalledTimes(2);
  expect(store.all()).toEqual([]);
  stop();
  store.hear([change("ada", "s1")]);
  expect(listener).toHaveBeenCalledTimes(2);
});
