import { stemmer } from "stemmer";

/**
 * The terms by which a text is searched, in order, with repetitions: stems in lower case, without words that every
 * text has. Scripts without spaces are parted into words.
 */
export function searchTerms(text: string): string[] {
  return Array.from(termRanges(text), (range) => range.term);
}

/**
 * The different terms of a question and how much of their weight counts, above 0 to 1: words that only put the
 * question ("how does it decide when …", "explain …") count little. They are rare in documents, so that their inverse
 * document frequency would let them outweigh what the question is about.
 */
export function questionTerms(question: string): Map<string, number> {
  return new Map(searchTerms(question).map((term) => [term, QUESTION_STEMS.has(term) ? QUESTION_WORD_WEIGHT : 1]));
}

/** The terms of a text and the places of their words, in UTF-16 units, to highlight them. */
export function* termRanges(text: string): Generator<{ term: string; start: number; end: number }> {
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    if (SCRIPT_WITHOUT_SPACES.test(word)) {
      for (const { index, segment } of segmenter.segment(word)) {
        const start = match.index + index;
        yield { term: segment.toLowerCase(), start, end: start + segment.length };
      }
      continue;
    }
    const plain = word.toLowerCase().replace(/['’](?:s|t|re|ve|ll|d|m)?$/, "");
    if (plain === "" || STOP_WORDS.has(plain)) continue;
    yield { term: stemmer(plain), start: match.index, end: match.index + word.length };
  }
}

/** Longer runs of letters are no words (keys, encoded data); they are cut, so that none can cost much. */
const WORD = /[\p{L}\p{N}\p{M}]{1,64}(?:['’](?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}]))?/giu;

const SCRIPT_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** Words that say nothing of a text's subject. "Not" and words of time and place other than the plainest stay. */
const STOP_WORDS = new Set(
  `a about after all also am an and any are aren as at be because been before being between both but by can could couldn did
  didn do does doesn doing don during each for from further had hadn has hasn have haven having he her here hers him his
  how i if in into is isn it its itself just me more most my nor of off on once only or other our ours out over own
  please same she should shouldn so some such tell than that the their theirs them then there these they this those
  through to too under until up us very was wasn we were weren what when where which while who whom whose why will with
  would wouldn you your yours`.split(/\s+/),
);

/** Found on a paper of 14 pages: "how does the trace recorder decide when to stop?" then ranks both answers first. */
const QUESTION_WORD_WEIGHT = 0.3;

const QUESTION_STEMS = new Set(
  `answer choose decide describe determine explain find happen know list mean overview question say show summarise
  summarize tell understand want work`
    .split(/\s+/)
    .map((word) => stemmer(word)),
);
