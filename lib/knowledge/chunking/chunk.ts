import type { Heading, PageText } from "../extraction/extracted-text.ts";
import { linesThatAreHeadings } from "../extraction/heading-lines.ts";
import { codeFences, markdownHeadings, tables, type Range } from "../extraction/markdown.ts";
import { trimmed } from "./borders.ts";
import { paragraphRanges, sentencesIn } from "./sentences.ts";
import { splitLong } from "./split-long.ts";

/**
 * A passage of a document, the unit of search and citation. `page` is the page's number; `start` and `end` are UTF-16
 * units in that page's text, so that its `slice(start, end)` is exactly `text`. `heading` is the one it stands under,
 * on this page or an earlier one.
 */
export interface Chunk {
  index: number;
  page: number;
  start: number;
  end: number;
  text: string;
  heading: string | null;
}

/** The length a passage grows to, in UTF-16 units: two or three paragraphs, about 300 tokens. */
const TARGET_LENGTH = 1_200;

/** No passage is longer. */
export const MAX_LENGTH = 1_800;

/**
 * Parts a document into passages, in order and without overlap. A passage never crosses a page or a heading, ends at
 * a sentence's end where it can, and within a word only when a word alone is longer than a passage may be. Code
 * between fences and tables stay whole when they fit. Takes time linear in the text's length.
 */
export function chunkPages(pages: readonly PageText[]): Chunk[] {
  const chunks: Chunk[] = [];
  let heading: string | null = null;
  for (const page of pages) {
    for (const section of sectionsOf(page)) {
      heading = section.heading ?? heading;
      for (const { start, end } of pack(page.text, piecesOf(page.text, section))) {
        const text = page.text.slice(start, end);
        chunks.push({ index: chunks.length, page: page.number, start, end, text, heading });
      }
    }
  }
  return chunks;
}

interface Section extends Range {
  /** The heading that the section begins with, or null for what stands before a page's first. */
  heading: string | null;
}

/** A stretch that is kept whole. `opens` says that a paragraph, a fence or a table begins with it. */
interface Piece extends Range {
  opens: boolean;
  /** Where the paragraph that it belongs to ends. */
  paragraphEnd: number;
}

function sectionsOf(page: PageText): Section[] {
  const { text } = page;
  const sections: Section[] = [];
  let open: Section = { start: 0, end: 0, heading: null };
  for (const heading of headingsOf(page)) {
    // A heading without words of its own below it ("3 Design", then "3.1 Aims") belongs to the next section.
    const isBare = open.heading !== null && trimmed(text, { start: open.start, end: heading.start }).end <= open.end;
    if (isBare && heading.start - open.start < TARGET_LENGTH / 2) {
      open = { start: open.start, end: heading.start + lineLength(text, heading), heading: heading.text };
      continue;
    }
    sections.push({ ...open, end: heading.start });
    open = { start: heading.start, end: heading.start + lineLength(text, heading), heading: heading.text };
  }
  sections.push({ ...open, end: text.length });
  return sections;
}

/** A document's own headings, or those that its lines look like. */
function headingsOf({ text, headings }: PageText): Heading[] {
  if (headings !== undefined) return headings;
  const marked = markdownHeadings(text);
  return marked.length > 0 ? marked : linesThatAreHeadings(text);
}

/** The length of a heading's lines: of its words, or of its whole line where that has marks around them. */
function lineLength(text: string, heading: Heading): number {
  const lineEnd = text.indexOf("\n", heading.start + heading.text.length);
  return (lineEnd === -1 ? text.length : lineEnd) - heading.start;
}

function piecesOf(text: string, section: Range): Piece[] {
  const slice = text.slice(section.start, section.end);
  const parts: Piece[][] = [];
  let place = 0;
  for (const whole of wholeBlocks(slice)) {
    parts.push(proseOf(slice, { start: place, end: whole.start }), [{ ...whole, opens: true, paragraphEnd: whole.end }]);
    place = whole.end;
  }
  parts.push(proseOf(slice, { start: place, end: slice.length }));
  return parts
    .flat()
    .flatMap((piece) => (piece.end - piece.start > MAX_LENGTH ? splitPiece(slice, piece) : [piece]))
    .map((piece) => ({
      opens: piece.opens,
      start: section.start + piece.start,
      end: section.start + piece.end,
      paragraphEnd: section.start + piece.paragraphEnd,
    }));
}

/** The fences and tables of a text, in order; what looks like a table within a fence isn't one. */
function wholeBlocks(text: string): Range[] {
  const blocks: Range[] = [];
  for (const block of [...codeFences(text), ...tables(text)].toSorted((a, b) => a.start - b.start)) {
    if (block.start >= (blocks.at(-1)?.end ?? 0)) blocks.push(block);
  }
  return blocks;
}

function proseOf(text: string, range: Range): Piece[] {
  const prose = text.slice(range.start, range.end);
  return paragraphRanges(prose).flatMap((paragraph) =>
    sentencesIn(prose, paragraph).map((sentence, index) => ({
      opens: index === 0,
      start: range.start + sentence.start,
      end: range.start + sentence.end,
      paragraphEnd: range.start + paragraph.end,
    })),
  );
}

function splitPiece(text: string, piece: Piece): Piece[] {
  return splitLong(text, piece, TARGET_LENGTH, MAX_LENGTH).map((range, index) => ({
    ...range,
    opens: piece.opens && index === 0,
    paragraphEnd: piece.paragraphEnd,
  }));
}

/** Puts pieces together until a passage is long enough; prefers to end with a paragraph. */
function pack(text: string, pieces: Piece[]): Range[] {
  const ranges: Range[] = [];
  let open: Range | null = null;
  for (const piece of pieces) {
    if (open !== null && fits(open, piece)) {
      open.end = piece.end;
      continue;
    }
    open = { start: piece.start, end: piece.end };
    ranges.push(open);
  }
  return withoutTail(ranges).map((range) => trimmed(text, range));
}

function fits(open: Range, piece: Piece): boolean {
  const length = piece.end - open.start;
  const soFar = open.end - open.start;
  if (length > MAX_LENGTH) return false;
  if (soFar < TARGET_LENGTH / 2) return true;
  // A paragraph that would have to be parted begins a passage of its own when this one is long enough already.
  if (piece.opens && soFar >= TARGET_LENGTH * 0.65) return piece.paragraphEnd - open.start <= TARGET_LENGTH;
  return length <= TARGET_LENGTH;
}

/** A few words that are left over at a section's end go with the passage before them. */
function withoutTail(ranges: Range[]): Range[] {
  const last = ranges.at(-1);
  const before = ranges.at(-2);
  if (last === undefined || before === undefined) return ranges;
  const isShort = last.end - last.start < TARGET_LENGTH / 5;
  if (!isShort || last.end - before.start > MAX_LENGTH) return ranges;
  return [...ranges.slice(0, -2), { start: before.start, end: last.end }];
}
