import { Marked, type MarkedToken, type TokenizerAndRendererExtension } from "marked";
import remend from "remend";

/** `[2]` or `[1, 3]` in a text: numbers that may stand for sources. */
type CitationToken = { type: "citation"; raw: string; numbers: number[] };
export type MarkdownToken = MarkedToken | CitationToken;

type Options = {
  /** The text is still growing: what it leaves open is closed, so that nothing flickers. */
  streaming?: boolean;
  /** A single new line breaks the line, as people expect of what they type. */
  breaks?: boolean;
};

/**
 * Splits Markdown into tokens, block by block. Null for a text whose structure is made to be slow (thousands of
 * emphasis marks in one paragraph, quotations within quotations without end): show it as it is.
 */
export function lexMarkdown(text: string, { streaming = false, breaks = false }: Options = {}): MarkdownToken[] | null {
  if (isUnreasonable(text)) return null;
  // A citation that has only begun would first be drawn as its bracket.
  const source = streaming ? remend(text.replace(/\[[\d,; ]*$/, ""), { linkMode: "text-only" }) : text;
  return inner((breaks ? withBreaks : plain).lexer(source));
}

/** The tokens within a token. Tokens of extensions are typed loosely by marked; the only extension is the one below. */
export function inner(tokens: readonly { type: string; raw: string }[] | undefined): MarkdownToken[] {
  return (tokens ?? []) as MarkdownToken[];
}

/** The characters that an entity stands for: marked leaves them to HTML, and React doesn't read HTML. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (entity, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name) return named[name] ?? entity;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal ?? "", 16);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : entity;
  });
}

const named: Record<string, string> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0", hellip: "…", mdash: "—", ndash: "–", copy: "©", reg: "®", trade: "™",
  laquo: "«", raquo: "»", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", bull: "•", middot: "·", times: "×", deg: "°", plusmn: "±",
  larr: "←", rarr: "→", uarr: "↑", darr: "↓", le: "≤", ge: "≥", ne: "≠", euro: "€", pound: "£", sect: "§", para: "¶",
};

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
const plain = new Marked({ gfm: true, breaks: false, extensions: [citation] });
const withBreaks = new Marked({ gfm: true, breaks: true, extensions: [citation] });

/** Most marks of emphasis in one paragraph: the time to pair them grows with their square. */
const mostMarks = 2_000;

function isUnreasonable(text: string): boolean {
  if (/^(?:[ \t]*>){40}/m.test(text) || /^[ \t]{80,}(?:[-+*]|\d+[.)])[ \t]/m.test(text)) return true;
  return text.length > mostMarks && text.split(/\n\s*\n/).some((paragraph) => (paragraph.match(/[*_~]/g)?.length ?? 0) > mostMarks);
}
