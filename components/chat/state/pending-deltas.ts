import { addDelta, type Delta } from "./merge-message";

/** More pieces than this of one message, or more messages, aren't kept: they are read again as a whole. */
const mostPieces = 400;
const mostMessages = 20;

/** Pieces of answers that can't be placed yet: their message is unknown, or something before them is missing. */
export class PendingDeltas {
  private readonly pieces = new Map<string, Delta[]>();

  add(delta: Delta): void {
    const pieces = this.pieces.get(delta.messageId) ?? [];
    pieces.push(delta);
    if (pieces.length > mostPieces) pieces.shift();
    this.pieces.set(delta.messageId, pieces);
    const [oldest] = this.pieces.keys();
    if (this.pieces.size > mostMessages && oldest !== undefined) this.pieces.delete(oldest);
  }

  drop(messageId: string): void {
    this.pieces.delete(messageId);
  }

  /**
   * Adds what fits to a text and forgets it.
   * @returns the text, whether pieces are left beyond a gap, and whether one contradicted the text
   */
  drain(messageId: string, content: string): { content: string; hasGap: boolean; hasConflict: boolean } {
    const pieces = (this.pieces.get(messageId) ?? []).toSorted((a, b) => a.offset - b.offset);
    const left: Delta[] = [];
    let hasConflict = false;
    for (const piece of pieces) {
      const added = addDelta(content, piece);
      if (added.kind === "fits") content = added.content;
      else if (added.kind === "gap") left.push(piece);
      else hasConflict = true;
    }
    if (left.length) this.pieces.set(messageId, left);
    else this.pieces.delete(messageId);
    return { content, hasGap: left.length > 0, hasConflict };
  }
}
