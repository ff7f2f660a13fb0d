import type { Range } from "../extraction/markdown.ts";
import { isSpace, trimmed, wordBorder } from "./borders.ts";

/**
 * The sentences of a text, as ranges in UTF-16 units without the white space around them. Single line ends don't end
 * a sentence (texts are often wrapped by hand), empty lines, items of lists and headings do; the full stops of
 * "et al.", "Fig. 3" and "J. Smith" don't. Takes time linear in the text's length.
 */
export function sentenceRanges(text: string): Range[] {
  return paragraphRanges(text).flatMap((paragraph) => sentencesIn(text, paragraph));
}

/** The paragraphs of a text: what empty lines divide, and each item of a list. */
export function paragraphRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const border of text.matchAll(PARAGRAPH_BORDER)) {
    push(ranges, trimmed(text, { start, end: border.index }));
    start = border.index + border[0].length;
  }
  push(ranges, trimmed(text, { start, end: text.length }));
  return ranges;
}

/** The sentences of one paragraph, which `paragraphRanges` found. */
export function sentencesIn(text: string, paragraph: Range): Range[] {
  if (paragraph.end - paragraph.start < SHORTEST_PARTED) return [paragraph];
  const sentences: Range[] = [];
  for (const piece of windows(text, paragraph)) {
    const slice = withoutSoftLineEnds(text.slice(piece.start, piece.end));
    let start = piece.start;
    for (const { index, segment } of segmenter.segment(slice)) {
      const end = piece.start + index + segment.length;
      if (end < piece.end && goesOnAfter(text.slice(Math.max(start, end - 24), end), text.slice(end, end + 2))) continue;
      push(sentences, trimmed(text, { start, end }));
      start = end;
    }
  }
  return sentences;
}

/** An empty line, or the end of a line before an item of a list, a row of a table, a quotation or a heading. */
const PARAGRAPH_BORDER = /\n(?=[ \t]{0,12}(?:\n|[-*+•‣▪●][ \t]|[|>]|#{1,6}[ \t]|\d{1,3}[.)][ \t]))/g;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * Makes a space, of the same length, of each line end that only wraps a sentence; the segmenter would end it there.
 * After a short line, before one that could begin a sentence, it stays: lists without marks, addresses, verse.
 */
function withoutSoftLineEnds(text: string): string {
  let lineStart = 0;
  return text.replace(/\n/g, (lineEnd, index: number) => {
    const isShort = index - lineStart < SHORT_LINE;
    lineStart = index + 1;
    return isShort && !/^\s*[\p{Ll}(]/u.test(text.slice(index + 1, index + 9)) ? lineEnd : " ";
  });
}

/** A paragraph of fewer characters is one sentence; asking the segmenter costs more than the rest together. */
const SHORTEST_PARTED = 20;

/** Nobody wraps running text at so few characters. */
const SHORT_LINE = 45;

/**
 * Cuts an unreasonably long paragraph at white space into pieces that the segmenter handles at ease; it looks back
 * far from each border it considers.
 */
function* windows(text: string, range: Range): Generator<Range> {
  let start = range.start;
  while (range.end - start > WINDOW) {
    let end = start + WINDOW;
    while (end > start + WINDOW / 2 && !isSpace(text, end)) end -= 1;
    if (end === start + WINDOW / 2) end = wordBorder(text, start, start + WINDOW);
    yield { start, end };
    start = end;
  }
  yield { start, end: range.end };
}

const WINDOW = 10_000;

function goesOnAfter(before: string, next: string): boolean {
  const ending = before.trimEnd();
  return NUMBER_ALONE.test(ending) || ALWAYS_ABBREVIATED.test(ending) || (MAYBE_ABBREVIATED.test(ending) && /^[\p{Ll}\d([]/u.test(next));
}

/** The number of a heading or of an item, "3.1." */
const NUMBER_ALONE = /^\s*\d{1,3}(?:\.\d{1,3})*\.$/;

/** What stands before a name or a number, and single initials: the sentence goes on. */
const ALWAYS_ABBREVIATED =
  /(?:^|[\s([“"])(?:(?:e\.\s?g|i\.\s?e|cf|vs|viz|Figs?|Eqs?|Secs?|Sect|Chap|Nos?|Vols?|pp|Refs?|Tab|Thm|Dr|Mr|Mrs|Ms|Prof|St|approx|ca|resp|Gen|Sen|Rep)|\p{Lu})\.$/u;

/** What may end a sentence as well: it goes on when a number, a bracket or a small letter follows. */
const MAYBE_ABBREVIATED = /(?:^|[\s(])(?:et al|etc|Inc|Ltd|Corp|Co|Jr|Sr|p|ch|fig|no|a\.m|p\.m)\.$/i;

function push(ranges: Range[], range: Range): void {
  if (range.end > range.start) ranges.push(range);
}
