const mostLength = 255;

/**
 * A line for people of whatever a client calls a file: without folders, line breaks, controls, and the marks that
 * turn the direction of writing (with which "exe.fdp" is shown as "pdf.exe"). Empty if nothing is left.
 */
export function cleanTitle(text: string): string {
  return clipped(text.toWellFormed().replace(UNSEEN, " ").replace(/\s+/gu, " ").trim());
}

/** The title of an uploaded file: its name. */
export const titleOfFile = (name: string): string => cleanTitle(name.split(/[/\\]/).at(-1) ?? "") || "Untitled";

/** Controls, line and paragraph separators, byte-order marks, and marks of direction. */
const UNSEEN = /[\p{Cc}\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Cut before the ending, if there is one, and never within a character. */
function clipped(text: string): string {
  if (text.length <= mostLength) return text;
  const ending = /\.[a-z0-9]{1,8}$/i.exec(text)?.[0] ?? "";
  let cut = "";
  for (const character of text) {
    if (cut.length + character.length > mostLength - ending.length) break;
    cut += character;
  }
  return cut.trimEnd() + ending;
}
