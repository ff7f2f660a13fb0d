import { describe, expect, it } from "vitest";
import type { ChatSession } from "@/lib/chat/schemas";
import { has, put, touch, type SessionLists } from "./session-lists";

// Of a conversation, the lists look at these alone.
const session = (id: string, updatedAt: string, archived = false) => ({ id, updatedAt, archived }) as ChatSession;
const idsOf = ({ active }: SessionLists) => active.items.map(({ id }) => id);

describe("the rail's conversations", () => {
  const lists: SessionLists = { active: { items: [session("b", "2026-03-02"), session("a", "2026-03-01")], nextCursor: "more" }, archived: null };

  it("brings one up in which something happens", () => {
    expect(idsOf(touch(lists, "a", "2026-03-03"))).toEqual(["a", "b"]);
  });

  it("doesn't know one that is further down than was read, until it is put there", () => {
    expect(touch(lists, "c", "2026-03-03")).toBe(lists);
    expect(has(lists, "c")).toBe(false);
    const read = put(lists, session("c", "2026-03-03"));
    expect(has(read, "c")).toBe(true);
    expect(idsOf(read)).toEqual(["c", "b", "a"]);
  });

  it("knows one that is put away once those are shown", () => {
    expect(has({ ...lists, archived: { items: [session("d", "2026-02-01", true)], nextCursor: null } }, "d")).toBe(true);
  });
});
