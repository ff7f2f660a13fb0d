import { expect, test } from "vitest";
import { samplePaper } from "@/e2e/files/sample-paper";
import { bestSentences } from "@/lib/knowledge/chunking/best-sentences";
import { sentenceRanges } from "@/lib/knowledge/chunking/sentences";
import { questionTerms, searchTerms, termRanges } from "@/lib/knowledge/chunking/terms";

const sentences = (text: string) => sentenceRanges(text).map(({ start, end }) => text.slice(start, end));

test("terms are stems without the words that every text has", () => {
  expect(searchTerms("How do the miller's gates decide WHEN to open?")).toEqual(["miller", "gate", "decid", "open"]);
  expect(searchTerms("opening opens opened")).toEqual(["open", "open", "open"]);
  expect(searchTerms("水門が開く")).toEqual(["水門", "が", "開く"]);
});

test("words that only put the question weigh less than what it is about", () => {
  const terms = questionTerms("How does the controller decide when to open? Explain the opening.");
  expect([...terms.keys()]).toEqual(["control", "decid", "open", "explain"]);
  expect(terms.get("open")).toBe(1);
  expect(terms.get("decid")).toBeLessThan(0.5);
  expect(terms.get("explain")).toBeLessThan(0.5);
});

test("terms know the places of their words", () => {
  const text = "The gates aren't opening";
  const places = Array.from(termRanges(text), ({ term, start, end }) => [term, text.slice(start, end)]);
  expect(places).toEqual([
    ["gate", "gates"],
    ["open", "opening"],
  ]);
});

test("abbreviations, numbers and wrapped lines don't end a sentence", () => {
  expect(sentences("See Fig. 3 and J. Smith et al. (2001), e.g. page 4. It was 3.5 m high\nat night. Dr. Marlow slept.")).toEqual([
    "See Fig. 3 and J. Smith et al. (2001), e.g. page 4.",
    "It was 3.5 m high\nat night.",
    "Dr. Marlow slept.",
  ]);
});

test("paragraphs, items and headings end a sentence", () => {
  expect(sentences("2. The Mill and the Pond\n\nIt rises\n- one item of a list\n- another item of it\n\nEnd")).toEqual([
    "2. The Mill and the Pond",
    "It rises",
    "- one item of a list",
    "- another item of it",
    "End",
  ]);
});

test("the sentence that answers is found in the whole sample paper", () => {
  const text = samplePaper.markdown();
  for (const { question, sentence } of [
    { question: samplePaper.question, sentence: samplePaper.answer.sentence },
    samplePaper.followUp,
  ]) {
    const [best] = bestSentences(text, searchTerms(question), 1);
    expect(best && text.slice(best.start, best.end)).toBe(sentence);
  }
});

test("weights decide which of the query's terms tell most", () => {
  const text = "The gate is made of good old oak. The crab climbed into the harbour well.";
  const quote = (weights: Map<string, number>) =>
    bestSentences(text, ["gate", "crab"], 1, weights).map(({ start, end }) => text.slice(start, end));
  expect(quote(new Map([["crab", 3]]))).toEqual(["The crab climbed into the harbour well."]);
  expect(quote(new Map([["gate", 3]]))).toEqual(["The gate is made of good old oak."]);
});

test("several sentences come in the passage's order and complete each other", () => {
  const text = "A crab had climbed into the old well. The gate opens when the tide rises. The gate opens at the tide's rise again.";
  const best = bestSentences(text, searchTerms("gate opens tide crab"), 2);
  expect(best.map(({ start, end }) => text.slice(start, end))).toEqual([
    "A crab had climbed into the old well.",
    "The gate opens when the tide rises.",
  ]);
});

test("a passage without any of the terms has no sentence to quote", () => {
  expect(bestSentences("The water rises.", ["moon"], 3)).toEqual([]);
});

test("a heading is not quoted where a sentence is, however well it fits", () => {
  const text = "## Who takes part in a dialogue\n\nBetween five and twelve people take part.\n\nWho keeps the notes";
  const found = bestSentences(text, searchTerms("who takes part and keeps notes?"), 2).map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(["Between five and twelve people take part."]);
  expect(bestSentences("## Who takes part", searchTerms("who takes part?"), 1)).toHaveLength(1);
});
