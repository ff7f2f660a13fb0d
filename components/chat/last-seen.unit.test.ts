import { describe, expect, it } from "vitest";
import { lastSeen } from "./last-seen";

describe("the last message that isn't new", () => {
  it("is the last one read while something is unread", () => {
    expect(lastSeen({ unread: 2, readUpTo: "m3" }, "m5")).toBe("m3");
  });

  it("is the last at hand when nothing is unread: one's own come after what was read", () => {
    expect(lastSeen({ unread: 0, readUpTo: "m3" }, "m5")).toBe("m5");
    expect(lastSeen({ unread: 0, readUpTo: null }, "m5")).toBe("m5");
    expect(lastSeen({ unread: 0, readUpTo: null }, "")).toBe("");
  });

  it("is the last one read when a link leads far before it", () => {
    expect(lastSeen({ unread: 0, readUpTo: "m900" }, "m5")).toBe("m900");
  });
});
