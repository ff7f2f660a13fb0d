import fc from "fast-check";
import { expect, test } from "vitest";
import { ownWords, plainText } from "./plain-text";
import { ReasonableLexer } from "./reasonable-lexer";

const mark = fc.constantFrom("*", "**", "_", "~", "~~", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "\n|-|-|\n", "[", "](", ")", "![", "<", ">", "<br>", "<!--", "-->", "\\", "$", "$$", "\\(", "\\)", "@", " ", "   ", "\t", "---", "===", "]: ", "&amp;");
const word = fc.constantFrom("Ada", "x1", "強調", "「", "。", "привет", "42");
const text = fc.array(fc.oneof(mark, word), { maxLength: 60 }).map((parts) => parts.join(""));

const lex = (source: string) => new ReasonableLexer().lex(source);

test("a text is read whole, in the same order, by the lexer", () => {
  fc.assert(fc.property(text, (source) => {
    expect(lex(source).map(({ raw }) => raw).join("").replaceAll(/\s/g, "")).toBe(source.replaceAll(/\s/g, ""));
  }), { numRuns: 500 });
});

test("words between marks of emphasis, lists, quotations and tables stay", () => {
  const harmless = fc.constantFrom("*", "**", "_", "~", "~~", "\n", "\n\n", "> ", "- ", "# ", "|", " | ", "\n|-|-|\n", " ", "<br>", "---", "$", "$$", "&");
  fc.assert(
    fc.property(fc.array(fc.oneof(harmless, word), { maxLength: 60 }), (parts) => {
      // Three tildes open a block of code, whose language is no part of the text.
      fc.pre(!parts.join("").includes("~~~"));
      const letters = (written: string) => written.replaceAll("<br>", "").replaceAll(/[^\p{L}\p{N}]/gu, "");
      expect(letters(plainText(parts.join("")))).toBe(letters(parts.join("")));
    }),
    { numRuns: 500 },
  );
});

test("nothing that is read of a text is longer than the text", () => {
  fc.assert(fc.property(text, (source) => {
    expect(Math.max(plainText(source).length, ownWords(source).trim().length)).toBeLessThanOrEqual(source.length * 2 + 2);
  }), { numRuns: 500 });
});

const unhappy = ["[", "[a](", "`a ``b ```c ", "*", "**a ", "_a", "> ", "|-", "|a|\n|-|\n", "- ", "-\n", "```\n", "[a]: <b\n", "[a]: b\n", "<a href=\"", "<!--", "a)", "\\(a ", "$$ x\n", "$a ", "&a;", "![", "@a", "http://a.", "1. ", "=\n", "\\", "強。**", "「**"];

test.each(unhappy)("twice as many of %j take the lexer no more than about twice the steps", (part) => {
  const once = stepsOf(part.repeat(Math.floor(8_000 / part.length)));
  const twice = stepsOf(part.repeat(Math.floor(16_000 / part.length)));
  expect(twice).toBeLessThanOrEqual(once * 3 + 2_000);
});

/** How often the lexer asks what stands at a place. */
function stepsOf(source: string): number {
  let steps = 0;
  const lexer = new ReasonableLexer({
    extensions: { renderers: {}, childTokens: {}, block: [() => void (steps += 1)], inline: [() => void (steps += 1)] },
  });
  lexer.lex(source);
  return steps;
}
