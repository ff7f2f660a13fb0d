import { describe, expect, it } from "vitest";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { findCitations, withoutMarkers } from "./citations";

const passage = (text: string, at: Partial<SearchHit> = {}): SearchHit => ({ documentId: "0190c0de-0000-7000-8000-000000000001", title: "Paper", chunkIndex: 0, page: 4, start: 100, end: 100 + text.length, text, heading: null, highlights: [], score: 1, ...at });
const passages = [
  passage("Traces begin at loop headers. Recording stops when the trace returns to its loop header. The weather was fine."),
  passage("The compiler emits native code for each trace.", { page: 7, start: 0, end: 46, documentId: "0190c0de-0000-7000-8000-000000000002" }),
];
const numbers = (answer: string) => findCitations(answer, passages, "When does recording stop?").map(({ n }) => n);

describe("citations of an answer", () => {
  it("lead to the sentence of the passage that supports the statement", () => {
    const [citation] = findCitations("It stops when the trace returns to the header [1].", passages, "When?");
    const quote = "Recording stops when the trace returns to its loop header.";
    expect(citation).toEqual({ n: 1, documentId: passages[0]?.documentId, title: "Paper", page: 4, start: 130, end: 130 + quote.length, quote });
  });

  it.each([
    ["one after the other", "A [2], b [1].", [1, 2]],
    ["several in one bracket", "A [1, 2].", [1, 2]],
    ["side by side", "A [2][1]. B [2].", [1, 2]],
    ["right after a word", "The edge[1].", [1]],
    ["unknown numbers stay plain text", "A [3], [0], [99].", []],
    ["not in a block of code", "```js\nlist[1]\n```\nA [2].", [2]],
    ["not in an unfinished block", "A [2].\n\n~~~\nlist[1]", [2]],
    ["not in code within a line", "Take `list[1]` and ``a ` b[1]``.", []],
    ["not the text of a link", "See [1](https://example.org).", []],
    ["not an escaped bracket", "As in \\[1\\].", []],
  ])("%s", (_, answer, expected) => expect(numbers(answer)).toEqual(expected));

  it("quote by the question, or the beginning, where the statement says nothing", () => {
    expect(findCitations("[1]", passages, "When does recording stop?")[0]?.quote).toBe("Recording stops when the trace returns to its loop header.");
    expect(findCitations("[2]", passages, "Xylophone?")[0]?.quote).toBe(passages[1]?.text);
  });

  it("leave a text without them as it was", () => {
    expect(withoutMarkers("It stops [1, 2]. See [1](https://example.org) and a[0]x")).toBe("It stops. See [1](https://example.org) and ax");
  });

  it("are left out however many spaces an answer has", () => {
    const spaces = " ".repeat(500_000);
    expect(withoutMarkers(`A${spaces}b${spaces}[1].`)).toBe(`A${spaces}b.`);
  });
});
