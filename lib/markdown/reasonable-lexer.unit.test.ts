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

const inParagraph = (text: string) => lex(text).flatMap((token) => (token.type === "paragraph" ? (token.tokens ?? []) : [])).map(({ type, raw }) => `${type} ${raw}`);

test.each([
  ["**「強調」**です", ["strong **「強調」**", "text です"]],
  ["これは**「強調」**です", ["text これは", "strong **「強調」**", "text です"]],
  ["**終わり。**次", ["strong **終わり。**", "text 次"]],
  ["**重要 (note)**です", ["strong **重要 (note)**", "text です"]],
  ["这是**“强调”**的", ["text 这是", "strong **“强调”**", "text 的"]],
  ["*【注】*한국어", ["em *【注】*", "text 한국어"]],
  ["2*3*4", ["text 2*3*4"]],
  ["~2 to ~3~", ["text ~2 to ~3~"]],
  ["https://example.org/a。次", ["link https://example.org/a", "text 。次"]],
  ["(https://example.org/a）と", ["text (", "link https://example.org/a", "text ）と"]],
  ["www.example.org、次", ["link www.example.org", "text 、次"]],
  ["https://example.org/日本", ["link https://example.org/日本"]],
])("%j is read as people mean it", (text, tokens) => expect(inParagraph(text)).toEqual(tokens));

test("surplus cells of a row widen the table", () => {
  expect([...lex("a|b\n-|-\n1|2|3\\|4|\n5")]).toMatchObject([{ raw: "a|b\n-|-\n1|2|3\\|4|\n5", header: [{}, {}, { text: "" }], rows: [[{}, {}, { text: "3|4" }], [{ text: "5" }, {}, {}]] }]);
});

test("a table with too many cells is text", () => {
  expect(lex(`${"|a".repeat(300)}|\n${"|-".repeat(300)}|\n${"|b|\n".repeat(300)}`).some(({ type }) => type === "table")).toBe(false);
});

test("a definition that nothing refers to is shown", () => {
  expect([...lex("[a]: https://example.org")]).toMatchObject([{ type: "paragraph", tokens: [{ text: "[a]: https://example.org" }] }]);
  expect([...lex("[a]: https://example.org\n\n[a]")].map(({ type }) => type)).toEqual(["def", "space", "paragraph"]);
});
