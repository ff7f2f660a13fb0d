import { expect, test } from "vitest";
import { isUnreasonable, ReasonableLexer } from "./reasonable-lexer";

const lex = (text: string) => new ReasonableLexer({ breaks: true, gfm: true }).lex(text);

test.each([
  ["spaces in a row", `a${" ".repeat(1_001)}b`],
  ["spaces in a row after very many others", `${"a ".repeat(2_000)}${" ".repeat(1_001)}`],
  ["marks of emphasis", "*a ".repeat(2_001)],
  ["marks", "`a".repeat(4_001)],
  ["ends of addresses", "a)".repeat(1_501)],
])("a paragraph with too many %s stands as it was written", (_what, paragraph) => {
  expect(isUnreasonable(paragraph)).toBe(true);
  expect([...lex(`${paragraph}c`)]).toMatchObject([{ type: "paragraph", tokens: [{ type: "text", text: `${paragraph}c` }] }]);
});

test.each([["spaces", "a b ".repeat(10_000)], ["a thousand spaces", `a${" ".repeat(1_000)}b`], ["emphasis", "*a* ".repeat(1_000)]])("a paragraph of %s is read", (_what, paragraph) => {
  expect(isUnreasonable(paragraph)).toBe(false);
});

test("quotations within each other end as text, and in no error", () => {
  let depth = 0;
  let [token] = lex(">".repeat(4_000));
  for (; token?.type === "blockquote"; depth += 1) token = token.tokens?.[0];
  expect([depth, token?.type, token?.raw.startsWith(">>>>")]).toEqual([24, "text", true]);
});
