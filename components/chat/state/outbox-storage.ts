import type { LocalMessage } from "./outbox";

/** Keeps what was written and isn't sent, beyond the page. */
export type OutboxStorage = {
  /** What is kept, in the order of writing. */
  load: () => LocalMessage[];
  save: (local: LocalMessage) => void;
  remove: (clientId: string) => void;
};

/** The part of `localStorage` that is used. */
type Items = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

/**
 * In this browser, an entry for each message, so that tabs don't overwrite each other's. Two tabs may both send one:
 * its key makes sure that it is stored once.
 */
export function keepInBrowser(userId: string, sessionId: string, items: Items = localStorage): OutboxStorage {
  const prefix = `outbox:${userId}:${sessionId}:`;
  return {
    load() {
      const keys = Array.from({ length: items.length }, (_, index) => items.key(index)).filter((key) => key?.startsWith(prefix));
      return keys.flatMap((key) => parse(items.getItem(key ?? ""))).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    },
    save({ claimedBy: _claimedBy, ...local }) {
      try {
        items.setItem(prefix + local.clientId, JSON.stringify({ ...local, version }));
      } catch {
        // The browser keeps nothing more, or nothing at all: the message lives as long as its page.
      }
    },
    remove: (clientId) => items.removeItem(prefix + clientId),
  };
}

/** Changes with the form of what is kept; what an older program kept is left alone. */
const version = 1;

function parse(text: string | null): LocalMessage[] {
  try {
    // Only `save` writes under these keys.
    const kept = JSON.parse(text ?? "null") as (Omit<LocalMessage, "claimedBy"> & { version: number }) | null;
    if (kept?.version !== version) return [];
    const { version: _version, ...local } = kept;
    // Whatever was under way when the page went: nothing is known of it.
    return [{ ...local, claimedBy: null, send: local.send.state === "failed" ? local.send : { state: "failed", problem: null } }];
  } catch {
    return [];
  }
}
