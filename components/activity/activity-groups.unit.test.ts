import { describe, expect, it } from "vitest";
import { groupByDay } from "@/components/activity/activity-groups";
import type { ActivityEntry } from "@/lib/collaboration/schemas";

let seq = 100;
const entry = (createdAt: string, actionType: string, userId: string | null = "u1", actionDetails: Record<string, unknown> = {}): ActivityEntry => {
  seq -= 1;
  return { id: String(seq), seq, userId, userName: userId, actionType, actionDetails, createdAt };
};
const message = (createdAt: string, userId: string | null, sessionId: string) => entry(createdAt, "chat:message:received", userId, { sessionId, role: userId ? "user" : "assistant" });

describe("activity by day", () => {
  it("begins a day where the reader's zone does", () => {
    const entries = [entry("2026-05-02T01:00:00Z", "project:updated"), entry("2026-05-01T23:30:00Z", "project:created")];
    expect(groupByDay(entries, "UTC").map((day) => day.groups.length)).toEqual([1, 1]);
    expect(groupByDay(entries, "America/New_York").map((day) => day.groups.length)).toEqual([2]);
  });

  it("counts messages that follow each other in one conversation, and nothing else", () => {
    const at = "2026-05-01T12:00:00Z";
    const days = groupByDay([message(at, "u1", "a"), message(at, "u1", "a"), message(at, "u2", "a"), message(at, "u2", "b"), message(at, null, "b"), entry(at, "document:created", "u2"), entry(at, "document:created", "u2")], "UTC");
    expect(days.flatMap((day) => day.groups.map((group) => group.count))).toEqual([2, 1, 1, 1, 1, 1]);
  });

  it("has no day without entries", () => {
    expect(groupByDay([], "UTC")).toEqual([]);
  });
});
