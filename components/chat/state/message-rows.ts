import type { Message } from "@/lib/chat/schemas";
import { addDelta, isBefore, mergeRow, type Delta } from "./merge-message";
import { PendingDeltas } from "./pending-deltas";

/**
 * Messages by id, whose texts come out of rows and pieces in any order. Whatever can't be put together is reported to
 * `onStale`: reading its row again settles it.
 */
export class MessageRows {
  private readonly messages = new Map<string, Message>();
  private readonly pending = new PendingDeltas();
  /** Messages whose text contradicts the stream: the next row replaces it, even by a shorter one. */
  private readonly distrusted = new Set<string>();
  private readonly onStale: (id: string) => void;

  constructor(onStale: (id: string) => void) {
    this.onStale = onStale;
  }

  get(id: string): Message | undefined {
    return this.messages.get(id);
  }

  has(id: string): boolean {
    return this.messages.has(id);
  }

  delete(id: string): void {
    this.messages.delete(id);
    this.pending.drop(id);
    this.distrusted.delete(id);
  }

  /** Takes a row of the server's. @returns the message as it is now */
  put(row: Message): Message {
    const known = this.messages.get(row.id);
    const isReplaced = known !== undefined && this.distrusted.has(row.id) && !isBefore(row.updatedAt, known.updatedAt);
    if (isReplaced) this.distrusted.delete(row.id);
    const merged = !known || isReplaced ? row : mergeRow(known, row);
    // The pieces of an answer may come before the row that says that it has begun.
    if (merged.status === "queued") return this.keep(merged);
    if (merged.status !== "streaming") {
      this.pending.drop(row.id);
      this.distrusted.delete(row.id);
      return this.keep(merged);
    }
    this.keep(merged);
    return this.keep(this.grow(merged, merged.content));
  }

  /** Takes a piece of an answer. @returns the message as it is now, or null if nothing of it is known */
  addDelta(delta: Delta): Message | null {
    const known = this.messages.get(delta.messageId);
    if (!known) {
      this.pending.add(delta);
      return null;
    }
    const added = addDelta(known.content, delta);
    if (known.status !== "streaming") {
      // A text that has ended knows its pieces; others belong to one that is begun anew, whose row comes after.
      if (added.kind !== "fits" || added.content !== known.content) this.pending.add(delta);
      return known;
    }
    if (added.kind === "fits") return this.keep(this.grow(known, added.content));
    this.pending.add(delta);
    if (added.kind === "conflict") this.distrusted.add(known.id);
    this.onStale(known.id);
    return known;
  }

  /** Adds the pieces that fit now; the same object if nothing changes. */
  private grow(message: Message, content: string): Message {
    const drained = this.pending.drain(message.id, content);
    if (drained.hasConflict) this.distrusted.add(message.id);
    if (drained.hasConflict || drained.hasGap) this.onStale(message.id);
    return drained.content === message.content ? message : { ...message, content: drained.content };
  }

  private keep(message: Message): Message {
    this.messages.set(message.id, message);
    return message;
  }
}
