import { describe, expect, it, vi } from "vitest";
import { Readers, type Reader } from "./readers";

const ids = ["m1", "m2", "m4", "m6"];
const reader = (userId: string, messageId: string, at = "2026-03-01T10:00:00Z"): Reader => ({ userId, name: userId, messageId, at });

function make({ isHeard = false, newestOwn = null as string | null } = {}) {
  const readers = new Readers("me");
  readers.show({ ids, isHeard }, newestOwn);
  return readers;
}
const faces = (readers: Readers) => Object.fromEntries(ids.map((id) => [id, readers.at(id).map(({ userId }) => userId)]).filter(([, people]) => people?.length));

describe("readers' faces", () => {
  it("stand at the last message on screen that was read", () => {
    const readers = make();
    readers.hear(reader("ada", "m2"));
    readers.hear(reader("ben", "m5"));
    readers.hear(reader("cleo", "m9"));
    expect(faces(readers)).toEqual({ m2: ["ada"], m4: ["ben"], m6: ["cleo"] });
  });

  it("stand nowhere for who has read nothing that is on screen, and never for oneself", () => {
    const readers = make();
    readers.hear(reader("ada", "m0"));
    readers.hear(reader("me", "m2"));
    expect(faces(readers)).toEqual({});
  });

  it("move on, and never back", () => {
    const readers = make();
    readers.hear(reader("ada", "m2"));
    readers.hear(reader("ada", "m6"));
    readers.hear(reader("ada", "m1"));
    expect(faces(readers)).toEqual({ m6: ["ada"] });
  });

  it("stand in the order in which people read, and are found again when what is on screen changes", () => {
    const readers = make();
    readers.take([
      { userId: "ada", name: "ada", messageId: "m4", readAt: "2026-03-01T10:05:00Z" },
      { userId: "ben", name: "ben", messageId: "m4", readAt: "2026-03-01T10:01:00Z" },
    ]);
    expect(faces(readers)).toEqual({ m4: ["ben", "ada"] });
    readers.show({ ids: ["m1", "m2"], isHeard: false }, null);
    expect(faces(readers)).toEqual({ m2: ["ben", "ada"] });
  });

  it("are the same array while they don't change, so that no row is drawn for nothing", () => {
    const readers = make();
    readers.hear(reader("ada", "m2"));
    const before = readers.at("m2");
    readers.hear(reader("ben", "m6"));
    expect(readers.at("m2")).toBe(before);
  });
});

describe("one's own newest message", () => {
  it("is sent, then delivered when somebody else is there, then read", () => {
    const readers = make({ newestOwn: "m4" });
    expect(readers.deliveryOf("m4")).toEqual({ state: "sent", readers: [] });
    readers.show({ ids, isHeard: true }, "m4");
    expect(readers.deliveryOf("m4")?.state).toBe("delivered");
    readers.hear(reader("ada", "m2"));
    expect(readers.deliveryOf("m4")?.state).toBe("delivered");
    readers.hear(reader("ada", "m6"));
    expect(readers.deliveryOf("m4")).toEqual({ state: "read", readers: [reader("ada", "m6")] });
  });

  it("stays delivered when the others leave; the next one isn't", () => {
    const readers = make({ newestOwn: "m4", isHeard: true });
    readers.show({ ids, isHeard: false }, "m4");
    expect(readers.deliveryOf("m4")?.state).toBe("delivered");
    readers.show({ ids, isHeard: false }, "m6");
    expect(readers.deliveryOf("m6")?.state).toBe("sent");
  });

  it("is the only one that says how it stands", () => {
    const readers = make({ newestOwn: "m4" });
    expect(readers.deliveryOf("m2")).toBeNull();
  });

  it("tells whoever listens", () => {
    const readers = make({ newestOwn: "m4" });
    const told = vi.fn();
    const stop = readers.subscribe(told);
    readers.hear(reader("ada", "m4"));
    readers.hear(reader("ada", "m4"));
    expect(told).toHaveBeenCalledTimes(1);
    stop();
    readers.hear(reader("ada", "m6"));
    expect(told).toHaveBeenCalledTimes(1);
  });
});
