import "server-only";
import type { Citation } from "@/lib/chat/schemas";
import { bestSentences } from "@/lib/knowledge/chunking/best-sentences";
import { searchTerms } from "@/lib/knowledge/chunking/terms";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { blankCode } from "./code-spans";

/** `[2]`, `[1, 3]`; not an escaped bracket, and not the text of a link. */
const marker = /(?<!\\)\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g;
/** A quotation is at most this long, unless a single sentence is longer. */
const mostQuoteLength = 400;

/**
 * The passages that an answer cites: each number once, in rising order. A number keeps the place that it has in the
 * text; one without a passage stays plain text. `quote` is what in the passage supports the statement best.
 */
export function findCitations(answer: string, passages: readonly SearchHit[], query: string): Citation[] {
  const statements = new Map<number, string>();
  const readable = blankCode(answer);
  for (const match of readable.matchAll(marker)) {
    for (const number of (match[1] ?? "").split(/[,;]/)) statements.set(Number(number), `${statements.get(Number(number)) ?? ""} ${statementBefore(readable, match.index)}`);
  }
  return [...statements]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([n, statement]) => {
      const passage = passages[n - 1];
      return passage ? [cite(n, passage, searchTerms(statement), searchTerms(query))] : [];
    });
}

/**
 * Whether the numbers in the beginning of an answer still mean what they meant, so that it can go on with these
 * passages. A number without a stored citation, written after the last checkpoint, may have meant anything.
 */
export const hasSameSources = (begun: string, cited: readonly Citation[], passages: readonly SearchHit[], query: string): boolean =>
  findCitations(begun, passages, query).every(({ n }) => cited.some((citation) => citation.n === n)) && cited.every((citation) => isFrom(citation, passages[citation.n - 1]));

const isFrom = ({ documentId, page, start, end }: Citation, passage: SearchHit | undefined): boolean =>
  passage?.documentId === documentId && passage.page === page && passage.start <= start && end <= passage.end;

/** The citation of a passage by what in it says most about the terms of the first list that finds anything. */
export function cite(n: number, passage: SearchHit, ...termLists: string[][]): Citation {
  const { start, end } = bestRange(passage.text, termLists);
  return { n, documentId: passage.documentId, title: passage.title, page: passage.page, start: passage.start + start, end: passage.start + end, quote: passage.text.slice(start, end) };
}

/** An answer without its citations, for telling a model what was said: old numbers mean nothing to new passages. */
export const withoutMarkers = (answer: string): string => answer.replaceAll(/(?<!\s)\s*(?<!\\)\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\](?!\()/g, "");

/** The last sentence before a marker that says something. */
function statementBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 600), at).replaceAll(marker, " ");
  const sentences = before.split(/(?<=[.!?…])\s+|\n+/);
  return sentences.findLast((sentence) => searchTerms(sentence).length > 0) ?? "";
}

/** One or two sentences that stand close together, or the passage's beginning. UTF-16 units. */
function bestRange(text: string, termLists: string[][]): { start: number; end: number } {
  for (const terms of termLists) {
    const found = bestSentences(text, terms, 2);
    const [first] = found;
    const last = found.at(-1);
    if (!first || !last) continue;
    if (last.end - first.start <= mostQuoteLength) return { start: first.start, end: last.end };
    const best = first.score >= last.score ? first : last;
    return { start: best.start, end: best.end };
  }
  if (text.length <= mostQuoteLength) return { start: 0, end: text.length };
  const space = text.lastIndexOf(" ", mostQuoteLength);
  return { start: 0, end: space > 0 ? space : mostQuoteLength };
}
