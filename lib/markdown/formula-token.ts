import type { TokenizerAndRendererExtension } from "marked";

/** A formula: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on lines of their own or in one. */
export type FormulaToken = {
  type: "formula";
  raw: string;
  text: string;
  display: boolean;
  /** Its end hasn't been written yet. */
  open: boolean;
};

/** @param streaming the text still grows, so that a formula which has only begun is kept together as one */
export function formulaExtensions(streaming: boolean): TokenizerAndRendererExtension[] {
  return [
    {
      name: "formula",
      level: "block",
      start: (source) => lineOfFormula(source, streaming),
      tokenizer: (source) => (/^ {0,3}(?:\$\$|\\\[)/.test(source) ? between(source, true, streaming) : undefined),
    },
    {
      name: "inlineFormula",
      level: "inline",
      start: (source) => source.match(/\$|\\[([]/)?.index,
      tokenizer(source, tokens) {
        if (source.startsWith("$") && !source.startsWith("$$")) return betweenDollars(source, tokens.at(-1)?.raw ?? "");
        return source.startsWith("$") && /[$\\]$/.test(tokens.at(-1)?.raw ?? "") ? undefined : between(source, false, streaming);
      },
    },
  ];
}

/** The position at which a formula begins that has no end yet, or -1. */
export function openFormulaAt(text: string): number {
  const dollars = text.split("$$").length % 2 === 0 ? text.lastIndexOf("$$") : -1;
  const bracket = text.lastIndexOf("\\[") > text.lastIndexOf("\\]") ? text.lastIndexOf("\\[") : -1;
  const parenthesis = text.lastIndexOf("\\(") > text.lastIndexOf("\\)") ? text.lastIndexOf("\\(") : -1;
  const at = Math.max(dollars, bracket, parenthesis);
  if (at === -1) return -1;
  const startsLine = /(?:^|\n)[\s>]*$/.test(text.slice(Math.max(0, at - 20), at));
  return between(text.slice(at), startsLine, true)?.open || between(text.slice(at), false, true)?.open ? at : -1;
}

/** The longest formula that is looked for, in characters. */
const longest = 4_000;

const pairs = [
  { begin: "$$", end: /(?<!\$)\$\$(?!\$)/, display: true },
  { begin: "\\[", end: /\\\]/, display: true },
  { begin: "\\(", end: /\\\)/, display: false },
];

/** Where in a paragraph a line begins that a formula begins with. */
function lineOfFormula(source: string, streaming: boolean): number | undefined {
  for (const { index } of source.slice(0, paragraphEnd(source)).matchAll(/\n(?= {0,3}(?:\$\$|\\\[))/g)) {
    if (between(source.slice(index + 1), true, streaming)) return index + 1;
  }
  return undefined;
}

function paragraphEnd(source: string): number | undefined {
  return /\n[ \t]*\n/.exec(source)?.index;
}

/** @param wholeLines nothing else may stand on the lines of the formula */
function between(source: string, wholeLines: boolean, streaming: boolean): FormulaToken | undefined {
  const indent = wholeLines ? source.length - source.trimStart().length : 0;
  const pair = pairs.find(({ begin }) => source.startsWith(begin, indent));
  if (!pair || source.startsWith("$$$", indent)) return undefined;
  const from = indent + pair.begin.length;
  const near = source.slice(from, from + longest);
  const length = near.search(pair.end);
  const text = length === -1 ? near : near.slice(0, length);
  // Only a mark with nothing beside it says for certain that a formula follows; prices and brackets are more frequent.
  const isAlone = wholeLines && /^[ \t]*(?:\n|$)/.test(text);
  const isCertain = isAlone && pair.begin === "$$";
  if ((!wholeLines || length === -1) && /\n[ \t]*\n/.test(text)) return undefined;
  if (length === -1) {
    const open = streaming && near.length < longest && (isAlone || (!text.includes("\n") && /[\\^_={}]/.test(text)));
    return open ? { type: "formula", raw: source.slice(0, from + near.length), text: text.trim(), display: pair.display, open } : undefined;
  }
  const after = from + length + 2;
  const rest = wholeLines ? /^[ \t]*(?:\n|$)/.exec(source.slice(after, after + 200))?.[0] : "";
  if (rest === undefined || (text.trim() === "" && !isAlone) || !(isCertain || looksMathematical(text))) return undefined;
  return { type: "formula", raw: source.slice(0, after) + rest, text: text.trim(), display: pair.display, open: false };
}

/** A dollar is money more often than mathematics: the rules are those of Pandoc, and the text must look like a formula. */
function betweenDollars(source: string, before: string): FormulaToken | undefined {
  if (/[\w$\\]$/.test(before)) return undefined;
  const match = /^\$((?!\s)(?:\\[\s\S]|[^\\$\n]|\n(?!\s*\n)){1,600}(?<!\s))\$(?![\w$])/.exec(source);
  if (!match?.[1] || !looksMathematical(match[1])) return undefined;
  return { type: "formula", raw: match[0], text: match[1], display: false, open: false };
}

function looksMathematical(text: string): boolean {
  const trimmed = text.trim();
  if (closesBeforeItOpens(trimmed)) return false;
  // A word between spaces is one of a sentence.
  if (trimmed !== text && !text.includes("\n") && /^\p{L}{2,}$/u.test(trimmed)) return false;
  if (!/\s/.test(trimmed)) return !/^["'`]|["'`:;,]$/.test(trimmed);
  // An amount and words after it are no formula for a plus sign among them.
  if (/^\d/.test(trimmed)) return /[\\^_={]/.test(trimmed);
  return /[\\^_={}<>+*|]| [-/] /.test(trimmed);
}

/** As between the signs of "Cost($)/Price($)". */
function closesBeforeItOpens(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return true;
  }
  return false;
}
