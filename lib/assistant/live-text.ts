import "server-only";

/**
 * At most this often a piece of an answer goes out, in milliseconds, but for the first, which goes at once. Each is a
 * write to every member who reads along, and faster than this text only flickers.
 */
export const batchMs = 75;
/** Longer pieces go in several, so that each fits into one message between instances. */
const mostUnits = 1_500;

/**
 * An answer's text while it grows. `publish` gets it piece by piece with the offset (UTF-16 units) at which each
 * begins; no piece ends within a character. What the database couldn't hold (NUL, half characters) is replaced by
 * U+FFFD, so that the pieces joined are exactly what is stored.
 */
export class LiveText {
  /** All that has come so far. */
  content: string;
  private readonly publish: (offset: number, text: string) => void;
  /** The first half of a character whose second half hasn't come yet. */
  private half = "";
  private sent: number;
  private timer: NodeJS.Timeout | null = null;
  private quietUntil = 0;

  /** `content` is what there is already and everybody has: it isn't published. */
  constructor(publish: (offset: number, text: string) => void, content = "") {
    this.publish = publish;
    this.content = content;
    this.sent = content.length;
  }

  append(piece: string): void {
    let text = this.half + piece;
    this.half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : "";
    if (this.half) text = text.slice(0, -1);
    this.content += text.toWellFormed().replaceAll("\u0000", "\uFFFD");
    if (this.content.length === this.sent || this.timer) return;
    const wait = this.quietUntil - performance.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends what is left. */
  end(): void {
    this.content += this.half.toWellFormed();
    this.half = "";
    this.flush();
  }

  /** Begins anew at the offset 0; who has the old text must be told. */
  clear(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.content = this.half = "";
    this.sent = 0;
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.quietUntil = performance.now() + batchMs;
    while (this.sent < this.content.length) {
      let end = Math.min(this.content.length, this.sent + mostUnits);
      // Never between the two halves of a character.
      if (end < this.content.length && /[\uD800-\uDBFF]/.test(this.content.charAt(end - 1))) end -= 1;
      const text = this.content.slice(this.sent, end);
      this.publish(this.sent, text);
      this.sent = end;
    }
  }
}
