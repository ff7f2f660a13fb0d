import type { Heading } from "./extracted-text.ts";
import { linesOf } from "./markdown.ts";

/**
 * The headings of a text that has no marks for them: lines such as "3.1 Traces" or "Abstract", and
 * "4. Nested Trace Tree Formation" between empty lines (elsewhere it is likelier an item of a list).
 */
export function linesThatAreHeadings(text: string): Heading[] {
  const headings: Heading[] = [];
  let beforeIsEmpty = true;
  let candidate: Heading | null = null;
  for (const { start, line } of linesOf(text)) {
    const isEmpty = line.trim() === "";
    if (candidate !== null && isEmpty) headings.push(candidate);
    candidate = null;
    const level = headingLevel(line);
    if (level !== null) {
      const heading = { start: start + line.search(/\S/), level, text: line.trim() };
      if (isHeadingAnywhere(line)) headings.push(heading);
      else if (beforeIsEmpty) candidate = heading;
    }
    beforeIsEmpty = isEmpty;
  }
  if (candidate !== null) headings.push(candidate);
  return headings;
}

/** The depth at which a line would be a heading, judged by its words alone, or null. */
export function headingLevel(line: string): number | null {
  const words = line.trim();
  if (words.length < 3 || words.length > 100 || /[,;:]$|[^.]\.$|[!]$/.test(words)) return null;
  if (NAMED.test(words)) return 2;
  const number = NUMBERED.exec(words)?.[1];
  if (number === undefined || words.split(/\s+/).length > 14) return null;
  return Math.min(6, 1 + number.split(".").filter(Boolean).length);
}

/** Whether a line needs no empty lines around it to be a heading: "Abstract", "3.1 Traces". */
export function isHeadingAnywhere(line: string): boolean {
  return NAMED.test(line.trim()) || /^\d+(?:\.\d+)+\.?\s/.test(line.trim());
}

const NAMED =
  /^(?:abstract|summary|introduction|background|methods?|materials and methods|results|evaluation|discussion|related work|conclusions?|future work|acknowledge?ments?|references|bibliography|appendix(?: [a-z])?|contents|preface|foreword|afterword|glossary|index)$/i;

/** "4. Title", "3.1 Title", "IV. Title", "A. Title", "Chapter 7 Title", "Chapter 7: Title". */
const NUMBERED = /^(?:(?:[Cc]hapter|CHAPTER|[Ss]ection|[Pp]art|PART|[Aa]ppendix)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}(?=\.)|[A-H](?=\.))[.:)]?\s+["“‘(]?\p{Lu}/u;
