import "server-only";

/** Thrown for a text that is neither a JSON array of objects nor an object. */
export class NotAnArray extends Error {}

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [...'"\\,{}[]'].map((character) => character.charCodeAt(0));
const byteOrderMark = new Set([0xef, 0xbb, 0xbf]);
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Deeper than any export, where a line of answers may lie within one another. */
const maxDepth = 2_000;
/** Values in one element: each takes memory beyond its own bytes. */
const maxValues = 1_000_000;

/**
 * The texts of the elements of a JSON array of objects in UTF-8, one after the other, so that a file of any size takes
 * no more memory than its largest element; null for one that is too large or too deep. A single object counts as an
 * array of one. Only borders are looked for here; each text is for `JSON.parse`. (The streaming parsers on npm assemble
 * objects themselves and advise against files of strangers.)
 * @param maxBytes of one element
 * @throws NotAnArray
 */
export async function* arrayElements(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<string | null> {
  const state = new Scanner(maxBytes);
  for await (const chunk of source) yield* state.elements(chunk);
  state.end();
}

class Scanner {
  private readonly maxBytes: number;
  private place: "before" | "between" | "within" | "after" = "before";
  private depth = 0;
  private values = 0;
  private isTooMuch = false;
  private isSingle = false;
  private inString = false;
  private escaped = false;
  private parts: Buffer[] = [];
  private size = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  *elements(chunk: Buffer): Generator<string | null> {
    let start = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (this.place !== "within") {
        if (!this.begins(byte)) continue;
        start = index;
      }
      if (!this.ends(byte)) continue;
      this.keep(chunk.subarray(start, index + 1));
      yield this.take();
    }
    if (this.place === "within") this.keep(chunk.subarray(start));
  }

  end(): void {
    if (this.place !== "after") throw new NotAnArray("the array has no end");
  }

  /** Looks at a byte outside of the elements. @returns whether an element begins with it */
  private begins(byte: number): boolean {
    if (isSpace(byte)) return false;
    if (this.place === "before" && byte === openBracket) this.place = "between";
    else if (this.place === "between" && byte === closeBracket) this.place = "after";
    else if ((this.place === "between" || this.place === "before") && byte === openBrace) {
      this.isSingle = this.place === "before";
      this.place = "within";
      return true;
    } else if (!(this.place === "between" && byte === comma) && !(this.place === "before" && byteOrderMark.has(byte))) {
      throw new NotAnArray("something else stands where an object should");
    }
    return false;
  }

  /** Looks at a byte of an element. @returns whether it is the element's last */
  private ends(byte: number): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (byte === backslash) this.escaped = true;
      else if (byte === quote) this.inString = false;
      return false;
    }
    if (byte === quote) this.inString = true;
    else if (byte === comma) this.values += 1;
    else if (byte === openBrace || byte === openBracket) {
      this.depth += 1;
      this.values += 1;
      this.isTooMuch ||= this.depth > maxDepth;
    }
    if (byte === closeBrace || byte === closeBracket) this.depth -= 1;
    return this.depth === 0;
  }

  private keep(part: Buffer): void {
    this.size += part.length;
    this.isTooMuch ||= this.size > this.maxBytes || this.values > maxValues;
    // Its end is looked for nevertheless, since others follow.
    if (this.isTooMuch) this.parts = [];
    // A copy: streams use their buffers again.
    else this.parts.push(Buffer.from(part));
  }

  private take(): string | null {
    const text = this.isTooMuch ? null : Buffer.concat(this.parts).toString("utf8");
    this.parts = [];
    this.size = 0;
    this.values = 0;
    this.isTooMuch = false;
    this.place = this.isSingle ? "after" : "between";
    return text;
  }
}
