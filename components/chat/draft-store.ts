import { fromStored, newerDraft, toStored, type Draft } from "./merge-draft";

/** The part of `localStorage` that is used. */
type Items = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What is being written, by key: what stands in the fields, and behind it this browser's storage, for its other tabs and later. */
export class DraftStore {
  /** Ahead of the storage, which may be full or forbidden. */
  private readonly drafts = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();
  private readonly items: () => Items;

  /** `items` gives the storage; it may throw where that is forbidden. */
  constructor(items: () => Items) {
    this.items = items;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The newest of what stands here and what the server had, the same object until it changes. */
  read(key: string, kept: Draft | null): Draft {
    const known = this.drafts.get(key);
    // A page that is rendered anew may bring what was written elsewhere meanwhile.
    const draft = newerDraft(known ?? this.stored(key), kept);
    if (draft !== known) this.drafts.set(key, draft);
    return draft;
  }

  /** Changes what stands here; that is newer than what it comes after, whatever the clocks of browser and server say. */
  change(key: string, kept: Draft | null, values: Partial<Pick<Draft, "text" | "replyTo">>): Draft {
    const before = this.read(key, kept);
    const { text, replyTo } = { ...before, ...values };
    if (text === before.text && replyTo === before.replyTo) return before;
    const draft = { text, replyTo, at: Math.max(Date.now(), before.at + 1) };
    this.drafts.set(key, draft);
    try {
      // An emptied one stays for its time: it is newer than what the server may still have.
      this.items().setItem(key, toStored(draft));
    } catch {
      // It is in the field, and in `drafts` for when one comes back.
    }
    this.tell();
    return draft;
  }

  /** Forgets a draft, of which nothing is anywhere else. */
  remove(key: string): void {
    this.drafts.delete(key);
    try {
      this.items().removeItem(key);
    } catch {
      // Nothing could be kept there either.
    }
    this.tell();
  }

  /** Another tab changed what is stored: that stands here from now on. */
  hear(key: string): void {
    if (this.drafts.delete(key)) this.tell();
  }

  private stored(key: string): Draft | null {
    try {
      return fromStored(this.items().getItem(key));
    } catch {
      // Without storage a draft lives as long as its page.
      return null;
    }
  }

  private tell(): void {
    for (const notify of this.listeners) notify();
  }
}
