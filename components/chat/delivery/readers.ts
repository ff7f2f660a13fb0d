import type { SessionReader } from "@/lib/chat/schemas";

/** How far somebody has read; `at` is when (ISO 8601). */
export type Reader = { userId: string; name: string; messageId: string; at: string };

/**
 * How a message of one's own stands: `sent` once the server has it, `delivered` once somebody else was connected to
 * whom it went, `read` when somebody has read up to it or further.
 */
export type Delivery = { state: "sent" | "delivered" | "read"; readers: readonly Reader[] };

type Shown = {
  /** Ids of the messages on screen that the server has, oldest first. */
  ids: readonly string[];
  /** Whether somebody else is connected to the project. */
  isHeard: boolean;
};

/**
 * How far each of the others has read, laid over the messages on screen: a reader's face stands at the last message on
 * screen that they have read. Ids rise in time, so whoever has read one has read all before it.
 */
export class Readers {
  private readonly ownId: string;
  private readonly known = new Map<string, Reader>();
  private shown: Shown = { ids: [], isHeard: false };
  private places: ReadonlyMap<string, readonly Reader[]> = new Map();
  private newestOwn: string | null = null;
  /** The newest of one's own that was there while somebody else was connected: to them it went, though they leave. */
  private heard = "";
  private delivery: Delivery | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(ownId: string) {
    this.ownId = ownId;
  }

  /** Those who have read up to this message and no further; the same array until it changes. */
  at = (messageId: string): readonly Reader[] => this.places.get(messageId) ?? nobody;

  /** How one's own newest message stands; null for every other. The same object until it changes. */
  deliveryOf = (messageId: string): Delivery | null => (messageId === this.newestOwn ? this.delivery : null);

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Takes what the server knows. */
  take(readers: readonly SessionReader[]): void {
    for (const { userId, name, messageId, readAt } of readers) this.move({ userId, name, messageId, at: readAt });
    this.place();
  }

  /** Somebody has read further. */
  hear(reader: Reader): void {
    if (this.move(reader)) this.place();
  }

  /** What is on screen has changed. `newestOwn` is one's own newest message that the server has. */
  show(shown: Shown, newestOwn: string | null): void {
    this.shown = shown;
    this.newestOwn = newestOwn;
    this.place();
  }

  private move(reader: Reader): boolean {
    const before = this.known.get(reader.userId);
    if (reader.userId === this.ownId || (before && before.messageId >= reader.messageId)) return false;
    this.known.set(reader.userId, reader);
    return true;
  }

  private place(): void {
    const places = new Map<string, Reader[]>();
    for (const reader of this.known.values()) {
      const id = lastUpTo(this.shown.ids, reader.messageId);
      if (id !== null) places.set(id, [...(places.get(id) ?? []), reader]);
    }
    this.places = new Map([...places].map(([id, readers]) => [id, keepSame(this.places.get(id), readers.toSorted(byTime))]));
    this.delivery = this.newestOwn === null ? null : keepDelivery(this.delivery, this.deliver(this.newestOwn));
    for (const notify of this.listeners) notify();
  }

  private deliver(messageId: string): Delivery {
    const readers = [...this.known.values()].filter((reader) => reader.messageId >= messageId).toSorted(byTime);
    if (this.shown.isHeard && messageId > this.heard) this.heard = messageId;
    return { state: readers.length > 0 ? "read" : messageId <= this.heard ? "delivered" : "sent", readers };
  }
}

const nobody: readonly Reader[] = [];

/** The last of rising ids that isn't greater than another. */
function lastUpTo(ids: readonly string[], limit: string): string | null {
  let [from, to] = [0, ids.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ids[middle] ?? "") <= limit) from = middle + 1;
    else to = middle;
  }
  return ids[from - 1] ?? null;
}

const byTime = (a: Reader, b: Reader): number => (a.at < b.at ? -1 : 1);
const isSame = (a: readonly Reader[], b: readonly Reader[]): boolean => a.length === b.length && a.every((one, index) => one === b[index]);
const keepSame = (before: readonly Reader[] | undefined, now: readonly Reader[]): readonly Reader[] => (before && isSame(before, now) ? before : now);
const keepDelivery = (before: Delivery | null, now: Delivery): Delivery => (before && before.state === now.state && isSame(before.readers, now.readers) ? before : now);
