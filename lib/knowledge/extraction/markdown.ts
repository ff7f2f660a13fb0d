import type { Heading } from "./extracted-text.ts";

/** A stretch of a text, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** The headings of Markdown, `# like this` or underlined, outside of code fences. */
export function markdownHeadings(text: string): Heading[] {
  const headings: Heading[] = [];
  const fences = codeFences(text);
  let fence = 0;
  let previous: { start: number; line: string } | null = null;
  for (const { start, line } of linesOf(text)) {
    while (fence < fences.length && (fences[fence]?.end ?? 0) <= start) fence += 1;
    if ((fences[fence]?.start ?? Infinity) <= start) {
      previous = null;
      continue;
    }
    const short = line.length <= LONGEST_HEADING ? line.trimEnd() : "";
    const hashes = /^ {0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?$/.exec(short);
    const underline = /^ {0,3}(=+|-{2,})$/.exec(short);
    if (hashes?.[1] !== undefined && hashes[2] !== undefined) {
      headings.push({ start, level: hashes[1].length, text: plainHeading(hashes[2]) });
      previous = null;
    } else if (underline?.[1] !== undefined && previous !== null && isParagraphLine(previous.line)) {
      headings.push({
        start: previous.start,
        level: underline[1].startsWith("=") ? 1 : 2,
        text: plainHeading(previous.line),
      });
      previous = null;
    } else {
      previous = { start, line };
    }
  }
  return headings;
}

/** The code between ``` or ~~~ lines, these lines included. A fence that is never closed ends with the text. */
export function codeFences(text: string): Range[] {
  const fences: Range[] = [];
  let open: { start: number; mark: string } | null = null;
  for (const { start, line } of linesOf(text)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (mark?.[1] === undefined) continue;
    if (open === null) {
      open = { start, mark: mark[1] };
    } else if (mark[1].startsWith(open.mark) && mark[2]?.trim() === "") {
      fences.push({ start: open.start, end: start + line.length });
      open = null;
    }
  }
  if (open !== null) fences.push({ start: open.start, end: text.length });
  return fences;
}

/** The tables of Markdown: a row with bars, a row of dashes below it, and all rows that follow. */
export function tables(text: string): Range[] {
  const found: Range[] = [];
  let previous: { start: number; line: string } | null = null;
  let current: Range | null = null;
  for (const { start, line } of linesOf(text)) {
    const isRow = line.includes("|");
    if (current !== null && isRow) {
      current.end = start + line.length;
    } else if (previous?.line.includes("|") && line.includes("-") && /^[ \t|:-]+$/.test(line)) {
      current = { start: previous.start, end: start + line.length };
      found.push(current);
    } else {
      current = null;
    }
    previous = { start, line };
  }
  return found;
}

/** The lines of a text and where each starts, without their line ends. */
export function* linesOf(text: string): Generator<{ start: number; line: string }> {
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf("\n", start);
    if (end === -1) {
      yield { start, line: text.slice(start) };
      return;
    }
    yield { start, line: text.slice(start, end) };
    start = end + 1;
  }
}

/** Longer lines are no headings; the limit also bounds what the patterns have to try. */
const LONGEST_HEADING = 300;

/** A line that an underline can make a heading of: words, not a list, a quotation or a table. */
function isParagraphLine(line: string): boolean {
  return /\S/.test(line) && line.length <= LONGEST_HEADING && !/^\s*(?:[-*+>|]|\d+[.)]\s|$)/.test(line);
}

function plainHeading(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`]|(?<!\w)_|_(?!\w)/g, "")
    .trim();
}
