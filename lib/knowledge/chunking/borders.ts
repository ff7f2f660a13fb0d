import type { Range } from "../extraction/markdown.ts";

/** The range without the white space at its ends; empty when it holds nothing else. */
export function trimmed(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return { start, end };
}

/** Whether the character at a place is white space. */
export function isSpace(text: string, index: number): boolean {
  return /\s/.test(text.charAt(index));
}

/**
 * The last border between words before a limit where there is no white space: between the words of a script that
 * writes none, else, within an endless word, between two characters.
 */
export function wordBorder(text: string, start: number, limit: number): number {
  // Some characters beyond the limit show whether a word ends there; a few hundred before it hold any real word.
  const from = withoutHalfPair(text, Math.max(start + 1, limit - 200));
  let border = from;
  for (const { index, isWordLike } of words.segment(text.slice(from, limit + 20))) {
    if (from + index > limit) break;
    if (index > 0 && isWordLike) border = from + index;
  }
  return border > from ? border : withoutHalfPair(text, limit);
}

const words = new Intl.Segmenter("und", { granularity: "word" });

/** A border moved one to the left where it would part the two halves of one character. */
function withoutHalfPair(text: string, border: number): number {
  const isHigh = (text.charCodeAt(border - 1) & 0xfc00) === 0xd800;
  const isLow = (text.charCodeAt(border) & 0xfc00) === 0xdc00;
  return isHigh && isLow ? border - 1 : border;
}
