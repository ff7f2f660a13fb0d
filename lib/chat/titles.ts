import "server-only";

/** The longest title made from a question, in characters. */
const mostLength = 60;

/** A conversation's title from its first question: without marks of formatting, cut between words. May be empty. */
export function titleOf(question: string): string {
  const plain = question
    .replaceAll(/```[^\n]*/g, " ")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+/gm, " ")
    .replaceAll(/[*_`~]+(?=\S)|(?<=\S)[*_`~]+/g, "")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (plain.length <= mostLength) return plain;
  const cut = plain.slice(0, mostLength);
  const space = cut.lastIndexOf(" ");
  // A language without spaces is cut between characters, never within one.
  return `${(space > mostLength / 2 ? cut.slice(0, space) : Array.from(cut.replace(/[\uD800-\uDBFF]$/, "")).join("")).replace(/[\s,;:.–-]+$/, "")}…`;
}
