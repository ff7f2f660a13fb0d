import type { Heading, PageText } from "./extracted-text.ts";
import { headingLevel, isHeadingAnywhere } from "./heading-lines.ts";
import { joinLines, vocabularyOf } from "./hyphenation.ts";
import type { PdfLine, PdfPageLines } from "./pdf-lines.ts";
import { bodyStyle, type BodyStyle } from "./pdf-style.ts";

/**
 * Makes running text of drawn lines: lines of a paragraph become one line, paragraphs and headings stand between
 * empty lines, lines that were broken on purpose (code, tables, addresses) stay lines.
 */
export function layOut(pages: PdfPageLines[]): PageText[] {
  const style = bodyStyle(pages);
  const vocabulary = vocabularyOf(pages.flatMap((page) => page.lines.map((line) => line.text)));
  return pages.map((page) => layOutPage(page, style, vocabulary));
}

/** How one line follows another. */
type Break = "flow" | "line" | "paragraph";

function layOutPage(page: PdfPageLines, style: BodyStyle, vocabulary: ReadonlySet<string>): PageText {
  const lines = footnotesLast(page.lines, style);
  const leading = usualLeading(lines);
  const levels = headingLevels(lines, style, leading);
  const headings: Heading[] = [];
  let text = "";
  lines.forEach((line, index) => {
    const kind = breakBefore(index, lines, levels, leading);
    const level = levels[index] ?? null;
    const open = headings.at(-1);
    if (index === 0) text = line.text;
    else if (kind === "flow") text = joinLines(text, line.text, vocabulary);
    else text += (kind === "line" ? "\n" : "\n\n") + line.text;
    if (level === null) return;
    if (kind === "flow" && open !== undefined) open.text = text.slice(open.start);
    else headings.push({ start: text.length - line.text.length, level, text: line.text });
  });
  return { number: page.number, text, headings };
}

function breakBefore(index: number, lines: PdfLine[], levels: (number | null)[], leading: number): Break {
  const previous = lines[index - 1];
  const line = lines[index];
  if (previous === undefined || line === undefined || previous.angle !== line.angle) return "paragraph";
  const level = levels[index] ?? null;
  const levelBefore = levels[index - 1] ?? null;
  if (level !== null || levelBefore !== null) {
    return level === levelBefore && isNextOfBlock(previous, line) && !/^\d/.test(line.text) ? "flow" : "paragraph";
  }
  const drop = previous.baseline - line.baseline;
  const sameSize = isSameSize(previous, line);
  // Pieces of one row, such as the cells of a table.
  if (Math.abs(drop) < 0.3 * line.size && line.left > previous.right) return "flow";
  // A new column, or the way round a figure: a sentence may go on there.
  if (drop <= 0 || drop > 6 * leading) return sameSize && goesOn(previous, line) ? "flow" : "paragraph";
  if (!sameSize || drop > 1.35 * Math.max(leading, line.size)) return "paragraph";
  if (/\p{L}-$/u.test(previous.text) && /^\p{Ll}/u.test(line.text)) return "flow";
  if (BULLET.test(line.text)) return "line";
  if (!BULLET.test(previous.text) && startsIndented(index, lines)) return "paragraph";
  return breakOnPurpose(index, lines);
}

/** For each line the depth of the heading that it is, by its size or its words, or null. */
function headingLevels(lines: PdfLine[], style: BodyStyle, leading: number): (number | null)[] {
  const levels: (number | null)[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    while (end < lines.length && isNextOfBlock(lines[end - 1], lines[end])) end += 1;
    const block = lines.slice(start, end);
    const level = sizeLevel(block, style);
    block.forEach((line, offset) => {
      levels.push(level ?? (standsOut(start + offset, lines, style, leading) ? headingLevel(line.text) : null));
    });
    start = end;
  }
  return levels;
}

/** The depth of a block of lines that are set larger than running text, or null. Several lines may be one title. */
function sizeLevel(block: PdfLine[], style: BodyStyle): number | null {
  const text = block.map((line) => line.text).join(" ");
  const larger = (block[0]?.size ?? 0) / style.size;
  if (larger < 1.12 || text.length > 150 || /[,;]$/.test(text) || !/\p{L}{2}/u.test(text)) return null;
  return headingLevel(text) ?? (larger >= 1.6 ? 1 : larger >= 1.25 ? 2 : 3);
}

/**
 * Whether a line of the usual size is told apart by its font, by white space (or a column's edge) around it, or, where
 * its words leave no doubt, by being shorter than the lines next to it.
 */
function standsOut(index: number, lines: PdfLine[], style: BodyStyle, leading: number): boolean {
  const line = lines[index];
  if (line === undefined || line.size < 0.9 * style.size) return false;
  if (line.font !== style.font) return true;
  const isApart = (upper: PdfLine | undefined, lower: PdfLine | undefined) => {
    if (upper === undefined || lower === undefined) return true;
    const drop = upper.baseline - lower.baseline;
    return drop <= 0 || drop > 1.2 * leading;
  };
  if (isApart(lines[index - 1], line) && isApart(line, lines[index + 1])) return true;
  const neighbours = Math.max(widthOf(lines[index - 1]), widthOf(lines[index + 1]));
  return isHeadingAnywhere(line.text) && widthOf(line) < 0.75 * neighbours;
}

function widthOf(line: PdfLine | undefined): number {
  return line === undefined ? 0 : line.right - line.left;
}

/** Whether a line stands right below another and looks like it. */
function isNextOfBlock(previous: PdfLine | undefined, line: PdfLine | undefined): boolean {
  if (previous === undefined || line === undefined || previous.font !== line.font) return false;
  const drop = previous.baseline - line.baseline;
  return previous.angle === line.angle && isSameSize(previous, line) && drop > 0 && drop < 1.6 * line.size;
}

function isSameSize(a: PdfLine, b: PdfLine): boolean {
  return Math.abs(a.size - b.size) < 0.12 * b.size;
}

/** The distance from line to line that a page has most often, in points. */
function usualLeading(lines: PdfLine[]): number {
  const drops = lines
    .map((line, index) => (lines[index - 1]?.baseline ?? line.baseline) - line.baseline)
    .filter((drop) => drop > 1 && drop < 60)
    .toSorted((a, b) => a - b);
  return drops[Math.floor(drops.length / 2)] ?? 12;
}

/** A first line that is set in: it starts right of the line above, and the line below starts further left again. */
function startsIndented(index: number, lines: PdfLine[]): boolean {
  const [previous, line, next] = [lines[index - 1], lines[index], lines[index + 1]];
  if (previous === undefined || line === undefined) return false;
  const indent = line.left - previous.left;
  if (indent < 0.7 * line.size || indent > 6 * line.size) return false;
  return next === undefined || next.baseline > line.baseline || next.left < line.left - 0.5 * line.size;
}

/**
 * A line whose end had room for the next line's first word was ended on purpose: with a paragraph, or, when it stops
 * in the midst of a sentence, as a line of code, of a table or of an address.
 */
function breakOnPurpose(index: number, lines: PdfLine[]): Break {
  const [previous, line] = [lines[index - 1], lines[index]];
  if (previous === undefined || line === undefined) return "paragraph";
  const edge = Math.max(lines[index - 2]?.right ?? 0, previous.right, line.right);
  // The line before may be of another column; its right edge then says nothing of this one.
  const column = edge > previous.left + 3 * widthOf(line) ? Math.max(previous.right, line.right) : edge;
  const word = line.text.split(" ", 1)[0]?.length ?? 0;
  const room = column - previous.right - (widthOf(line) * (word + 1)) / line.text.length;
  if (room <= 0) return "flow";
  if (ENDS_SENTENCE.test(previous.text)) return "paragraph";
  return room > 1.5 * line.size ? "line" : "flow";
}

/**
 * Small print at the foot of a column cuts the sentence that goes on in the next column. Such lines are moved to the
 * end of the page, so that the sentence stays whole.
 */
function footnotesLast(lines: PdfLine[], style: BodyStyle): PdfLine[] {
  const isSmall = (line: PdfLine) => line.size < 0.92 * style.size;
  const kept: PdfLine[] = [];
  const moved: PdfLine[] = [];
  for (const line of lines) {
    const above = kept.at(-1);
    if (above !== undefined && isSmall(above) && !isSmall(line) && line.baseline > above.baseline) {
      const body = kept.findLastIndex((candidate) => !isSmall(candidate));
      const before = kept[body];
      if (before !== undefined && isSameSize(before, line) && goesOn(before, line)) moved.push(...kept.splice(body + 1));
    }
    kept.push(line);
  }
  return [...kept, ...moved];
}

/** Whether a line's words continue a sentence that another line leaves open. */
function goesOn(previous: PdfLine, line: PdfLine): boolean {
  return !ENDS_SENTENCE.test(previous.text) && /^[\p{Ll}(]/u.test(line.text);
}

const ENDS_SENTENCE = /[.?!:]["”’)\]]*$/;

const BULLET = /^(?:[•‣◦▪●–*-]|\d{1,2}[.)]|\([a-z\d]\))\s/;
