import type { Range } from "../extraction/markdown.ts";
import { sentenceRanges } from "./sentences.ts";
import { searchTerms } from "./terms.ts";

/** A sentence of a passage (UTF-16 units) and the weight of the query's terms in it, above 0. */
interface ScoredSentence extends Range {
  score: number;
}

/**
 * The sentences of a passage that answer a query best, at most `max`, in the order of the passage; none when none
 * holds a term of the query. `queryTerms` come from `searchTerms(query)`; `weights` says how telling each is (its
 * inverse document frequency), 1 where it says nothing. After the first, a sentence counts more for terms that those
 * chosen before it lack.
 */
export function bestSentences(
  text: string,
  queryTerms: readonly string[],
  max: number,
  weights: ReadonlyMap<string, number> = new Map(),
): ScoredSentence[] {
  const wanted = new Set(queryTerms);
  const ranges = sentenceRanges(text);
  const said = ranges.filter(({ start, end }) => !isLabel(text.slice(start, end)));
  // A passage of nothing but labels still has its best one.
  const candidates = (said.length > 0 ? said : ranges).flatMap((range) => {
    const terms = searchTerms(text.slice(range.start, range.end));
    const found = new Set(terms.filter((term) => wanted.has(term)));
    return found.size === 0 ? [] : [{ range, found, length: terms.length }];
  });
  const chosen: ScoredSentence[] = [];
  const covered = new Set<string>();
  while (chosen.length < max && candidates.length > 0) {
    const scores = candidates.map(({ found, length }) => scoreOf(found, length, covered, weights));
    const best = scores.indexOf(scores.reduce((most, score) => Math.max(most, score), 0));
    const [candidate] = candidates.splice(best, 1);
    const score = scores[best];
    if (candidate === undefined || score === undefined || score < WORTH_QUOTING * (chosen[0]?.score ?? 0)) break;
    chosen.push({ ...candidate.range, score });
    for (const term of candidate.found) covered.add(term);
  }
  return chosen.toSorted((a, b) => a.start - b.start);
}

function scoreOf(
  found: ReadonlySet<string>,
  length: number,
  covered: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
): number {
  let sum = 0;
  for (const term of found) sum += (weights.get(term) ?? 1) * (covered.has(term) ? AGAIN : 1);
  return sum * shapeFactor(length);
}

/** A heading or a label says what a text is about, and nothing about it: Markdown's, or a short line without an end. */
const isLabel = (sentence: string): boolean => /^#{1,6}\s/.test(sentence) || (sentence.length < 60 && !/[.!?…:;。！？]["'”’)\]]*$/.test(sentence.trimEnd()));

/** A sentence with less than this part of the best one's score adds nothing to it. */
const WORTH_QUOTING = 0.2;

/** What a term counts that a chosen sentence already holds. */
const AGAIN = 0.3;

/** Fragments such as headings and labels explain little; very long sentences hold any term by chance. */
function shapeFactor(length: number): number {
  if (length < 4) return 0.5;
  return length <= 30 ? 1 : 30 / length + (1 - 30 / length) * 0.5;
}
