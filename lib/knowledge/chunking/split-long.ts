import type { Range } from "../extraction/markdown.ts";
import { isSpace, trimmed, wordBorder } from "./borders.ts";

/**
 * Parts a stretch that is longer than a passage may be (a sentence without an end, code, a table): at a line's end,
 * else at white space, else between the words of a script without spaces, else, within a single endless word, between
 * characters. No part is longer than `max`; `target` is where the search for a line's end begins.
 */
export function splitLong(text: string, range: Range, target: number, max: number): Range[] {
  const parts: Range[] = [];
  let start = range.start;
  while (range.end - start > max) {
    const end = borderIn(text, start, target, max);
    const part = trimmed(text, { start, end });
    if (part.end > part.start) parts.push(part);
    start = end;
  }
  const rest = trimmed(text, { start, end: range.end });
  if (rest.end > rest.start) parts.push(rest);
  return parts;
}

function borderIn(text: string, start: number, target: number, max: number): number {
  const line = text.slice(start, start + max + 1).lastIndexOf("\n");
  if (line >= target / 2) return start + line;
  for (let index = start + max; index > start; index -= 1) {
    if (isSpace(text, index)) return index;
  }
  return wordBorder(text, start, start + max);
}
