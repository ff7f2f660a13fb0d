import "server-only";

/**
 * Blocks between fences, whether closed or not, and code within a line. A line is searched once at most for each of
 * twenty lengths of backticks, so that no text makes it slow.
 */
const code = /^[^\S\n]*(`{3,}|~{3,})[^]*?(?:^[^\S\n]*\1[^\n]*$|(?![^]))|(?<!`)(`{1,20})(?!`)[^\n]*?[^`]\2(?!`)/gm;

/** A Markdown text of the same length with spaces in the place of its code. */
export const blankCode = (text: string): string => text.replaceAll(code, (found) => " ".repeat(found.length));
