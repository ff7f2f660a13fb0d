/** The words that a document has in the midst of its lines, where nothing breaks them, in lower case. */
export function vocabularyOf(lines: Iterable<string>): ReadonlySet<string> {
  const words = new Set<string>();
  let broken = false;
  for (const line of lines) {
    const found = line.toLowerCase().match(WORD) ?? [];
    const breaks = line.endsWith("-");
    for (const word of found.slice(broken ? 1 : 0, breaks ? -1 : undefined)) {
      words.add(word);
      for (const part of word.split("-")) words.add(part);
    }
    broken = breaks;
  }
  return words;
}

/**
 * Joins a line to the text before it: by a space, or, where a hyphen ended that text within a word, without one.
 * The hyphen goes ("com-" + "pile") unless the document's other words show that it belongs ("run-" + "time" where
 * "run-time" is written elsewhere).
 */
export function joinLines(text: string, line: string, vocabulary: ReadonlySet<string>): string {
  // Only the last word is looked at, so that joining stays quick however long the text has grown.
  const left = /[\p{L}\p{N}-]*\p{L}-$/u.exec(text.slice(-LONGEST_WORD))?.[0];
  const right = /^[\p{L}\p{N}]+/u.exec(line)?.[0];
  if (left === undefined || right === undefined) return `${text} ${line}`;
  return keepsHyphen(left.slice(0, -1), right, vocabulary)
    ? text + line
    : text.slice(0, -1) + line;
}

const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

const LONGEST_WORD = 60;

function keepsHyphen(start: string, end: string, vocabulary: ReadonlySet<string>): boolean {
  const [left, right] = [start.toLowerCase(), end.toLowerCase()];
  if (vocabulary.has(left + right)) return false;
  // Names and numbers ("Hans-" + "Peter", "IEEE-" + "754") are written with it.
  if (!/^\p{Ll}/u.test(end)) return true;
  if (vocabulary.has(`${left}-${right}`) || left.includes("-")) return true;
  // Two words of the document, and their union isn't one: "browser-" + "based". Short ones are often syllables.
  return left.length >= 4 && right.length >= 4 && vocabulary.has(left) && vocabulary.has(right);
}
