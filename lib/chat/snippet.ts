import "server-only";

/** `[start, end]` in UTF-16 units. */
export type Range = [number, number];

/** How long a snippet is at most, and how much stands before the first highlight, in UTF-16 units. */
const mostLength = 240;
const lead = 60;
/** A cut moves by so much at most to fall between words. */
const slack = 20;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The part of a text that holds most of the highlights, and the highlights within it. `…` stands where something was
 * cut away; nothing is cut within a character, nor within a highlight that fits.
 * @param ranges in order, without overlaps
 */
export function snippetOf(text: string, ranges: Range[]): { text: string; highlights: Range[] } {
  const [start, end] = text.length <= mostLength ? [0, text.length] : windowOf(text, ranges);
  const before = start > 0 ? "…" : "";
  const shift = before.length - start;
  const highlights = ranges.filter((range) => range[0] >= start && range[1] <= end).map(([from, to]): Range => [from + shift, to + shift]);
  return { text: `${before}${text.slice(start, end)}${end < text.length ? "…" : ""}`, highlights };
}

function windowOf(text: string, ranges: Range[]): Range {
  let first = ranges[0]?.[0] ?? 0;
  let most = 0;
  let to = 0;
  // Two hands move over the ranges, so that a text full of highlights takes one pass.
  for (const [from, [begin]] of ranges.entries()) {
    while (to < ranges.length && (ranges[to]?.[1] ?? 0) <= begin - lead + mostLength) to += 1;
    if (to - from > most) {
      most = to - from;
      first = begin;
    }
  }
  const latest = Math.max(0, text.length - mostLength);
  const start = afterSpace(text, Math.min(Math.max(0, first - lead), latest), first);
  return [start, beforeSpace(text, Math.min(text.length, start + mostLength), start)];
}

/** The beginning of a word shortly after a place and before `limit`; else the beginning of the character there. */
function afterSpace(text: string, place: number, limit: number): number {
  if (place === 0) return 0;
  const space = text.indexOf(" ", place - 1);
  return space >= 0 && space < Math.min(place + slack, limit) ? space + 1 : characterAt(text, place);
}

/** The end of a word shortly before a place; else the end of the character before it. */
function beforeSpace(text: string, place: number, start: number): number {
  if (place === text.length) return place;
  const space = text.lastIndexOf(" ", place);
  return space > Math.max(start, place - slack) ? space : characterAt(text, place);
}

/** Where the character begins that a place lies in. A short piece is looked at, which begins at a character's edge in all but absurd texts. */
function characterAt(text: string, place: number): number {
  const from = Math.max(0, place - 200);
  return from + (graphemes.segment(text.slice(from, place + 200)).containing(place - from)?.index ?? 0);
}
