import { describe, expect, it } from "vitest";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { composeAnswer, inWords } from "./built-in";
import { builtInTexts as texts } from "./built-in-texts";
import type { AnswerContext } from "./context";
import { contextOf, hit, said } from "./testing/context";

const ask = (question: string, passages: SearchHit[], project: Partial<AnswerContext["project"]> = {}) =>
  composeAnswer(contextOf({ model: { name: "built-in", kind: "built-in", sees: false, contextTokens: 8_192 }, project: { name: "P", description: "", instructions: "", documents: 1, waiting: 0, ...project }, history: [], question, query: question, passages }));
const lastParagraph = (text: string) => text.split("\n\n").at(-1);

describe("the built-in assistant", () => {
  it("says what it is, quotes with a citation, and ends with one question", () => {
    const { text, citations } = ask("When does the recorder stop?", [hit("Traces begin at loops. The recorder stops\nat the loop header. It rains.")]);
    expect(text).toBe(
      [texts.whatIAm, texts.found(1), "> The recorder stops at the loop header. [1]\n>\n> — *Paper*, page 4", texts.askWhatIsMissing].join("\n\n"),
    );
    expect(citations).toEqual([{ n: 1, documentId: "0190c0de-0000-7000-8000-000000000001", title: "Paper", page: 4, start: 123, end: 164, quote: "The recorder stops\nat the loop header." }].map((one) => ({ ...one, end: one.start + one.quote.length })));
  });

  it("quotes at most three passages, and none that fits far worse than the best", () => {
    const about = (score: number) => hit("The recorder stops here.", { score });
    expect(ask("recorder", [about(1), about(0.9), about(0.8), about(0.7)]).citations.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(ask("recorder", [about(1), about(0.2)]).citations).toHaveLength(1);
  });

  it("says plainly what of the question's files it can't make anything of", () => {
    const file = { name: "a_b.png", mediaType: "image/png", kind: "picture", state: "unseen", documentId: null, data: null } as const;
    const asked = contextOf({ history: [said("Edda", "What is this?")], files: new Map([["What is this?", [file, { ...file, name: "c.pdf", kind: "document", state: "failed" }]]]) });
    expect(composeAnswer(asked).text).toContain(`${texts.cannotSee(1)}\n\n${texts.cannotRead(["c.pdf"])}`);
    expect(composeAnswer({ ...asked, files: new Map() }).text).not.toContain("picture");
  });

  it("takes nothing in a document for Markdown or for a citation", () => {
    const { text } = ask("recorder", [hit("The recorder *stops* <b>here</b> [12], see `code` and $x$.", { title: "A *bold* [title]" })]);
    expect(text).toContain("> The recorder \\*stops\\* \\<b\\>here\\</b\\> \\[12\\], see \\`code\\` and \\$x\\$. [1]");
    expect(text).toContain("— *A \\*bold\\* \\[title\\]*, page 4");
  });

  it.each([
    ["no document", [], { documents: 0 }, [texts.noDocuments, texts.askForDocument]],
    ["documents still being read", [], { documents: 0, waiting: 2 }, [texts.documentsWaiting, texts.askWhileWaiting]],
    ["nothing found", [], { documents: 3 }, [texts.nothingFound(3), texts.askToRephrase]],
  ])("with %s says so and asks", (_, passages, project, expected) => {
    expect(ask("When does the recorder stop?", passages, project)).toEqual({ text: [texts.whatIAm, ...expected].join("\n\n"), citations: [] });
  });

  it.each([
    ["which document, when two compete", [hit("The recorder stops."), hit("A recorder stops too.", { documentId: "0190c0de-0000-7000-8000-000000000002", title: "Manual", score: 0.9 })], texts.askWhichDocument("Paper", "Manual")],
    ["which section, when two of a document compete", [hit("The recorder stops.", { heading: "Tapes" }), hit("A recorder stops too.", { heading: "Traces", score: 0.9 })], texts.askWhichSection("Tapes", "Traces")],
    ["about a word that no quotation has", [hit("The recorder runs.")], texts.askAboutWord("stopping")],
  ])("asks %s", (_, passages, expected) => expect(lastParagraph(ask("When is the recorder stopping?", passages).text)).toBe(expected));

  it("comes word by word, whole, and ends when it is told to", async () => {
    const words: string[] = [];
    for await (const word of inWords("One two\n\nthree ", AbortSignal.timeout(5_000))) words.push(word);
    expect(words).toEqual(["One", " two", "\n\nthree", " "]);
    for await (const word of inWords("One two", AbortSignal.abort())) expect.unreachable(word);
  });
});
