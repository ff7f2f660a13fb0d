import "server-only";

/** A fenced block or a span of code, whose marks mean something. Bounded, so that no text makes it slow. */
const code = /^ {0,3}(`{3,20}|~{3,20})[^\n]*\n([\s\S]*?)(?:^ {0,3}\1[`~]*[^\S\n]*$|(?![\s\S]))|(?<!`)(`{1,3})(?!`)([^\n]{1,500}?)(?<!`)\3(?!`)/gm;

/**
 * What a reader sees of a Markdown text, in one line: without marks of formatting, addresses of links and control
 * characters. Code keeps every character of its own.
 */
export function plainText(markdown: string): string {
  let text = "";
  let end = 0;
  for (const match of markdown.matchAll(code)) {
    text += withoutMarks(markdown.slice(end, match.index)) + (match[2] ?? match[4] ?? "");
    end = match.index + match[0].length;
  }
  return (text + withoutMarks(markdown.slice(end))).replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}

const withoutMarks = (prose: string): string =>
  prose
    .replaceAll(/!?\[([^[\]\n]{0,1000})\]\((?:[^()\s]{0,2000}|<[^<>\n]{0,2000}>)(?:[^\S\n]{1,10}"[^"\n]{0,300}")?\)/g, "$1")
    .replaceAll(/<((?:https?:\/\/|mailto:)[^<>\s]{1,2000})>/g, "$1")
    // Rules between sections, and between a table's head and its rows.
    .replaceAll(/^[^\S\n]{0,20}(?:[-*_=][^\S\n]{0,5}){3,200}$|^[\s|:-]{0,500}-{3}[|:\- ]{0,500}$/gm, " ")
    .replaceAll(/^[^\S\n]{0,20}(?:(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[^\S\n]{1,10}){1,10}(?:\[[ xX]\][^\S\n])?/gm, "")
    .replaceAll(/^[^\S\n]{0,20}\||\|[^\S\n]{0,20}$|(?<=[^\S\n])\|(?=[^\S\n])/gm, " ")
    .replaceAll(/(?<!\\)(?:[*~]+(?=\S)|(?<=\S)[*~]+|(?<![\p{L}\p{N}_\\])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}_]))/gu, "")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");
