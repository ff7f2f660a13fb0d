import type { Message } from "@/lib/chat/schemas";

/** More than comes while a page is read. */
const most = 100;

/**
 * What came for messages that aren't at hand: their row, or null if it has to be read. A page that was asked for
 * before may bring them as they were; then this is newer.
 */
export class PassedOver {
  /** The newest message that was passed over because those before it aren't at hand. */
  newest = "";
  private readonly rows = new Map<string, Message | null>();

  add(id: string, row: Message | null): void {
    this.rows.delete(id);
    this.rows.set(id, row);
    const [oldest] = this.rows.keys();
    if (this.rows.size > most && oldest !== undefined) this.rows.delete(oldest);
  }

  /** Takes out what came for these. */
  take(isWanted: (id: string) => boolean): [id: string, row: Message | null][] {
    const found = [...this.rows].filter(([id]) => isWanted(id));
    for (const [id] of found) this.rows.delete(id);
    return found;
  }
}
