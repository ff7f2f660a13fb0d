import { Marked, type MarkedToken, type TokenizerAndRendererExtension } from "marked";
import { deferred } from "@/components/ui/deferred";
import { isUnreasonable, ReasonableLexer } from "@/lib/markdown/reasonable-lexer";
import { formulaExtensions, openFormulaAt, type FormulaToken } from "@/lib/markdown/formula-token";
import { Lru } from "./lru";

/** `[2]` or `[1, 3]` in a text: numbers that may stand for sources. */
type CitationToken = { type: "citation"; raw: string; numbers: number[] };
export type MarkdownToken = MarkedToken | CitationToken | FormulaToken;

type Options = {
  /** The text is still growing: what it leaves open is closed, so that nothing flickers. */
  streaming?: boolean;
  /** A single new line breaks the line, as people expect of what they type. */
  breaks?: boolean;
};

/** Closes what a text leaves open. Only one that still grows needs it, so it comes with the first of them. */
export const closing = deferred(() => import("remend").then(({ default: remend }) => remend));

/** Splits Markdown into tokens, block by block. Nobody may change them: the same text gives the same tokens. */
export function lexMarkdown(text: string, { streaming = false, breaks = false }: Options = {}): MarkdownToken[] {
  // What still grows is never asked for again.
  if (streaming) return lex(closed(text), { streaming, breaks });
  const key = `${breaks ? "b" : "-"}${text}`;
  const known = lexed.get(key);
  if (known) return known;
  const tokens = lex(text, { streaming, breaks });
  lexed.set(key, tokens, text.length);
  return tokens;
}

/** The tokens within a token. marked types those of extensions loosely; the extensions are the ones of this folder. */
export function inner(tokens: readonly { type: string; raw: string }[] | undefined): MarkdownToken[] {
  return (tokens ?? []) as MarkdownToken[];
}

/** Characters of text whose tokens are kept: the rows around the reader, many times over. */
const lexed = new Lru<MarkdownToken[]>(1_000_000);

function lex(text: string, options: Required<Options>): MarkdownToken[] {
  const { defaults } = marked(options);
  return inner(new ReasonableLexer(defaults).lex(text));
}

/** The text with its open marks closed, once what closes them is here. A formula that has only begun isn't Markdown, and an unreasonable end stays. */
function closed(text: string): string {
  // A citation that has only begun would first be drawn as its bracket.
  const whole = text.replace(/\[[\d,; ]*$/, "");
  const formula = openFormulaAt(whole);
  const prose = formula === -1 ? whole : whole.slice(0, formula);
  if (isUnreasonable(prose.slice(prose.lastIndexOf("\n\n") + 1))) return whole;
  const remend = closing.get();
  // A failure leaves open marks as they stand; the next piece of the text asks again.
  if (!remend) closing.load().catch(() => undefined);
  return (remend?.(prose, { linkMode: "text-only", katex: false, htmlTags: false }) ?? prose) + (formula === -1 ? "" : whole.slice(formula));
}

const citation: TokenizerAndRendererExtension = {
  name: "citation",
  level: "inline",
  start: (source) => source.search(/\[\d/),
  tokenizer(source): CitationToken | undefined {
    const match = /^\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?![([])/.exec(source);
    if (!match?.[1]) return undefined;
    return { type: "citation", raw: match[0], numbers: match[1].split(/[,;]/).map(Number) };
  },
};

const instances = new Map<string, Marked>();

function marked({ streaming, breaks }: Required<Options>): Marked {
  const name = `${streaming} ${breaks}`;
  const known = instances.get(name);
  if (known) return known;
  const made = new Marked({ gfm: true, breaks, extensions: [...formulaExtensions(streaming), citation] });
  instances.set(name, made);
  return made;
}
