import { Marked, type MarkedToken, type Token, type Tokens } from "marked";
import { decodeEntities } from "./entities";
import { formulaExtensions, type FormulaToken } from "./formula-token";
import { ReasonableLexer } from "./reasonable-lexer";

/** Longer texts are read as Markdown up to here; the rest stands as it was written. */
const maxRead = 100_000;

type AnyToken = MarkedToken | FormulaToken;

/**
 * What a reader sees of a Markdown text, in one line: without marks of formatting, addresses behind links and control
 * characters. A text that is nothing but marks stays.
 */
export function plainText(markdown: string): string {
  const end = markdown.length > maxRead ? markdown.lastIndexOf("\n", maxRead) + 1 || maxRead : markdown.length;
  const read = blocksText(lexPlainly(markdown.slice(0, end)), allParts);
  return inOneLine(`${read} ${markdown.slice(end)}`) || inOneLine(markdown);
}

/** What a text says in its author's own words: without quotations, code, formulas, addresses, HTML and escaped characters. */
export const ownWords = (markdown: string): string => blocksText(lexPlainly(markdown.slice(0, maxRead)), ownParts);

const lexPlainly = (markdown: string): Token[] => new ReasonableLexer(options).lex(markdown);
const options = new Marked({ gfm: true, extensions: formulaExtensions(false) }).defaults;
const inOneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();

/** What is taken of the parts that may be left out. */
type Parts = { quotation: (tokens: Token[]) => string; other: (text: string) => string; escaped: (text: string) => string };
const allParts: Parts = { quotation: (tokens) => blocksText(tokens, allParts), other: (text) => text, escaped: (text) => text };
const ownParts: Parts = { quotation: () => " ", other: () => " ", escaped: (text) => (text === "@" ? " " : text) };

const blocksText = (tokens: Token[], parts: Parts): string => (tokens as AnyToken[]).map((token) => blockText(token, parts)).join("\n");

function blockText(token: AnyToken, parts: Parts): string {
  switch (token.type) {
    case "space":
    case "hr":
    case "def":
    case "checkbox":
      return "";
    case "code":
      return parts.other(token.text);
    case "blockquote":
      return parts.quotation(token.tokens);
    case "list":
      return token.items.map((item) => `${token.ordered ? `${/^\s*(\d+[.)])/.exec(item.raw)?.[1] ?? ""} ` : ""}${blocksText(item.tokens, parts)}`).join("\n");
    case "table":
      return [token.header, ...token.rows].map((row) => row.map(({ tokens }: Tokens.TableCell) => lineText(tokens, parts)).join(" ")).join("\n");
    case "paragraph":
    case "heading":
      return lineText(token.tokens, parts);
    default:
      return inlineText(token, parts);
  }
}

const lineText = (tokens: Token[], parts: Parts): string => (tokens as AnyToken[]).map((token) => inlineText(token, parts)).join("");

function inlineText(token: AnyToken, parts: Parts): string {
  switch (token.type) {
    case "br":
      return "\n";
    case "escape":
      return parts.escaped(token.text);
    case "codespan":
      return parts.other(token.text);
    case "formula":
      return parts.other(token.raw);
    case "html":
      return parts.other(token.text.replaceAll(/<br\s{0,9}\/?>/gi, " "));
    case "image":
      return decodeEntities(token.text) || parts.other(token.href);
    case "link":
      if (isAddress(token)) return parts.other(decodeEntities(token.text));
      return lineText(token.tokens, parts) || parts.other(token.href);
    default:
      if ("tokens" in token && token.tokens) return lineText(token.tokens, parts);
      return decodeEntities("text" in token ? token.text : token.raw);
  }
}

/** A link that was written as its address. */
export const isAddress = ({ raw, text }: Pick<Tokens.Link, "raw" | "text">): boolean => raw === text || raw === `<${text}>`;
