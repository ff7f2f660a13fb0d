import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Citation } from "@/lib/chat/schemas";
import { bestSentences } from "@/lib/knowledge/chunking/best-sentences";
import { questionTerms, searchTerms, termRanges } from "@/lib/knowledge/chunking/terms";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { builtInTexts as texts } from "./built-in-texts";
import type { AnswerContext } from "./context";

/** How much is quoted: so many passages, and so many sentences of each. */
const mostQuotes = 3;
const mostSentences = 2;
/** A passage is quoted when its score is at least this part of the best one's. */
const worthQuoting = 0.5;
/** A word of the question is asked about from this length on, in characters. */
const shortestSubject = 5;
/** Two places compete when the second's score is at least this part of the first's. */
const competes = 0.8;
/** Between two words, in milliseconds: fast enough to read along, slow enough to be seen as a stream. */
const wordMs = 4;

/** The answer that needs no model: quotations from the documents and one question. */
export function composeAnswer(context: AnswerContext): { text: string; citations: Citation[] } {
  const quotes = chooseQuotes(context);
  const paragraphs = [texts.whatIAm, ...aboutFiles(context), ...(quotes.length > 0 ? [texts.found(quotes.length), ...quotes.map(blockquote)] : [emptyHanded(context)]), nextQuestion(context, quotes)];
  return { text: paragraphs.join("\n\n"), citations: quotes.flatMap(({ citations }) => citations) };
}

/** A text word by word, so that it streams like a model's. Ends early when `signal` aborts. */
export async function* inWords(text: string, signal: AbortSignal): AsyncGenerator<string> {
  for (const word of text.match(/\s*\S+|\s+$/g) ?? []) {
    if (signal.aborted) return;
    yield word;
    await wait(wordMs);
  }
}

/** What of the question's files it can't make anything of. */
function aboutFiles({ history, files }: AnswerContext): string[] {
  const attached = files.get(history.at(-1)?.id ?? "") ?? [];
  const pictures = attached.filter(({ kind }) => kind === "picture").length;
  const unread = attached.filter(({ kind, state }) => kind === "document" && state !== "given").map(({ name }) => literal(name));
  return [pictures > 0 && texts.cannotSee(pictures), unread.length > 0 && texts.cannotRead(unread)].filter((text) => text !== false);
}

type Quote = { n: number; passage: SearchHit; sentences: string[]; citations: Citation[] };

function chooseQuotes({ query, passages }: AnswerContext): Quote[] {
  const terms = searchTerms(query);
  const weights = weigh(questionTerms(query), passages);
  const best = passages[0]?.score ?? 0;
  const quotes: Quote[] = [];
  for (const passage of passages) {
    if (quotes.length === mostQuotes || passage.score < worthQuoting * best) break;
    const ranges = bestSentences(passage.text, terms, mostSentences, weights);
    const first = ranges[0];
    const last = ranges.at(-1);
    if (!first || !last) continue;
    const sentences = ranges.map(({ start, end }) => passage.text.slice(start, end));
    const n = quotes.length + 1;
    // One place in the document: from the first quoted sentence to the last.
    const { documentId, title, page } = passage;
    quotes.push({ n, passage, sentences, citations: [{ n, documentId, title, page, start: passage.start + first.start, end: passage.start + last.end, quote: passage.text.slice(first.start, last.end) }] });
  }
  return quotes;
}

/** A term that stands in every passage found tells little about which sentence answers, and so do words of asking. */
function weigh(terms: Map<string, number>, passages: SearchHit[]): Map<string, number> {
  const found = passages.map(({ text }) => new Set(searchTerms(text)));
  const weight = (term: string) => {
    const holding = found.filter((set) => set.has(term)).length;
    return Math.log(1 + (passages.length - holding + 0.5) / (holding + 0.5));
  };
  return new Map([...terms].map(([term, share]) => [term, share * weight(term)]));
}

function blockquote({ n, passage, sentences }: Quote): string {
  return `> ${sentences.map(literal).join(" … ")} [${n}]\n>\n> ${texts.source(literal(passage.title), passage.page)}`;
}

/** A document's words as they are: on one line, and nothing in them taken for Markdown. */
const literal = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~$&]/g, "\\$&")
    .replace(/^([-+]|\d+[.)])/, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);

function emptyHanded({ project }: AnswerContext): string {
  if (project.documents > 0) return texts.nothingFound(project.documents);
  return project.waiting > 0 ? texts.documentsWaiting : texts.noDocuments;
}

/**
 * The one question at the end, by the first rule that fits:
 * 1. nothing was found: ask for a document, or for other words;
 * 2. two documents compete: ask which is meant;
 * 3. two sections of one document compete: ask which is meant;
 * 4. a word of the question is in no quotation: ask how much depends on it;
 * 5. otherwise: ask what is still missing.
 */
function nextQuestion({ project, question, passages }: AnswerContext, quotes: Quote[]): string {
  const [first] = quotes;
  if (!first) {
    if (project.documents > 0) return texts.askToRephrase;
    return project.waiting > 0 ? texts.askWhileWaiting : texts.askForDocument;
  }
  const rivals = passages.filter(({ score }) => score >= competes * first.passage.score);
  const other = rivals.find(({ documentId, title }) => documentId !== first.passage.documentId && title !== first.passage.title);
  if (other) return texts.askWhichDocument(literal(first.passage.title), literal(other.title));
  const { heading } = first.passage;
  const section = rivals.find((hit) => hit.heading !== null && hit.heading !== heading)?.heading;
  if (heading !== null && section) return texts.askWhichSection(literal(heading), literal(section));
  const quoted = new Set(searchTerms(quotes.flatMap(({ sentences }) => sentences).join("\n")));
  const subject = questionTerms(question);
  // Short words are rarely what a question is about.
  const missing = Array.from(termRanges(question)).find(({ term, start, end }) => end - start >= shortestSubject && subject.get(term) === 1 && !quoted.has(term));
  return missing ? texts.askAboutWord(literal(question.slice(missing.start, missing.end))) : texts.askWhatIsMissing;
}
