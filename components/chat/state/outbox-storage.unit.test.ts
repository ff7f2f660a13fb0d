import { describe, expect, it } from "vitest";
import type { LocalMessage } from "./outbox";
import { keepInBrowser } from "./outbox-storage";

class FakeItems {
  readonly entries = new Map<string, string>();
  full = false;
  get length() {
    return this.entries.size;
  }
  key = (index: number) => [...this.entries.keys()][index] ?? null;
  getItem = (key: string) => this.entries.get(key) ?? null;
  removeItem = (key: string) => void this.entries.delete(key);
  setItem = (key: string, value: string) => {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.entries.set(key, value);
  };
}

const local = (clientId: string, changes: Partial<LocalMessage> = {}): LocalMessage => ({
  clientId, content: `text of ${clientId}`, replyTo: null, attachments: [], replaces: null, branchId: null, createdAt: `2026-01-01T00:00:0${clientId}.000Z`, send: { state: "sending" }, claimedBy: null, ...changes,
});
const unreached = { state: "failed", problem: null } as const;

describe("what is kept of unsent messages", () => {
  it("comes back in the order of writing, as not having reached the server", () => {
    const items = new FakeItems();
    const storage = keepInBrowser("ada", "s", items);
    storage.save(local("2", { claimedBy: "x" }));
    storage.save(local("1"));
    storage.save(local("3"));
    storage.remove("3");
    expect(keepInBrowser("ada", "s", items).load()).toEqual([local("1", { send: unreached }), local("2", { send: unreached })]);
  });

  it("keeps why the server refused a message", () => {
    const storage = keepInBrowser("ada", "s", new FakeItems());
    const refused = { state: "failed", problem: { type: "about:blank", title: "No", status: 403, code: "not-permitted" } } as const;
    storage.save(local("1", { send: refused }));
    expect(storage.load()[0]?.send).toEqual(refused);
  });

  it("belongs to one person and one conversation, and passes over what it can't read", () => {
    const items = new FakeItems();
    keepInBrowser("ada", "s", items).save(local("1"));
    items.setItem("outbox:ada:s:broken", "{");
    items.setItem("outbox:ada:s:older", '{"clientId":"9"}');
    expect(keepInBrowser("ada", "s", items).load()).toHaveLength(1);
    expect(keepInBrowser("ben", "s", items).load()).toEqual([]);
    expect(keepInBrowser("ada", "t", items).load()).toEqual([]);
  });

  it("doesn't mind a browser that keeps nothing", () => {
    const items = new FakeItems();
    items.full = true;
    const storage = keepInBrowser("ada", "s", items);
    storage.save(local("1"));
    expect(storage.load()).toEqual([]);
  });
});
