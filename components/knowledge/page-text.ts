/** A passage to highlight: character offsets (UTF-16 units) within the page's text. */
export type TextRange = { start: number; end: number };
/** A piece of a block, highlighted or not. */
type TextPart = { text: string; marked: boolean };
/** A paragraph or heading of a page. `level` is 1 to 6 for a Markdown heading, else null. */
export type TextBlock = {
  start: number;
  level: number | null;
  /** Its lines are broken only for their length, so they may be set anew; else each line stays a line. */
  flows: boolean;
  parts: TextPart[];
};

/** Splits a page's text where empty lines stand, keeping account of the offsets, and cuts out what is highlighted. */
export function toBlocks(content: string, range: TextRange | null, markdownHeadings: boolean): TextBlock[] {
  const blocks: TextBlock[] = [];
  const separator = /\n[^\S\n]*\n\s*/g;
  let start = 0;
  for (const match of [...content.matchAll(separator), null]) {
    const end = match ? match.index : content.length;
    if (content.slice(start, end).trim() !== "") blocks.push(toBlock(content, start, end, range, markdownHeadings));
    start = match ? end + match[0].length : end;
  }
  return blocks;
}

function toBlock(content: string, start: number, end: number, range: TextRange | null, markdownHeadings: boolean): TextBlock {
  const heading = markdownHeadings ? /^(#{1,6})[^\S\n]+[^\n]*$/.exec(content.slice(start, end)) : null;
  const from = heading?.[1] ? start + heading[1].length + 1 : start;
  return { start, level: heading?.[1]?.length ?? null, flows: flows(content.slice(from, end)), parts: toParts(content, from, end, range) };
}

/** Long lines without a mark before them are prose that was broken at a width; lists, tables, verse and code are not. */
function flows(text: string): boolean {
  const lines = text.split("\n");
  if (lines.some((line) => /^\s*(?:[-*+•|>]|\d+[.)]\s|```|~~~)|^\s{4}|\t/.test(line))) return false;
  const broken = lines.slice(0, -1).map((line) => line.length).toSorted((a, b) => a - b);
  return (broken[Math.floor(broken.length / 2)] ?? usualLine) >= usualLine;
}

/** Narrower columns than this hardly occur in print, in characters. */
const usualLine = 36;

function toParts(content: string, start: number, end: number, range: TextRange | null): TextPart[] {
  if (!range || range.end <= start || range.start >= end) return [{ text: content.slice(start, end), marked: false }];
  const from = Math.max(start, range.start);
  const to = Math.min(end, range.end);
  return [
    { text: content.slice(start, from), marked: false },
    { text: content.slice(from, to), marked: true },
    { text: content.slice(to, end), marked: false },
  ].filter(({ text }) => text !== "");
}
