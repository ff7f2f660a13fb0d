/** What is being written after an @: where the @ stands, and what follows it up to the caret. */
export type MentionQuery = { start: number; text: string };

/** Longer than any name that somebody would go on typing. */
const mostLength = 40;

/**
 * The mention that is being written at the caret, if there is one. The @ begins a word, so an address of mail is none;
 * names have spaces, so what follows may have some too.
 */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - mostLength - 1), caret);
  const at = before.lastIndexOf("@");
  if (at === -1) return null;
  const query = before.slice(at + 1);
  const previous = before.slice(0, at).at(-1);
  if (previous !== undefined && /[\p{Script=Latin}\p{N}_.+-]/u.test(previous)) return null;
  if (/[\n@]|^\s|\s{2}/u.test(query)) return null;
  return { start: caret - query.length - 1, text: query };
}

/** The people whose names fit what was typed, best first: those that begin with it before those with a word that does. */
export function matchPeople<P extends { name: string }>(people: readonly P[], query: string, most: number): P[] {
  const wanted = plain(query.trimStart());
  const ranked = people.map((person) => ({ person, rank: rank(plain(person.name), wanted) })).filter(({ rank: value }) => value > 0);
  return ranked.toSorted((a, b) => b.rank - a.rank).slice(0, most).map(({ person }) => person);
}

/** The text with the name in the place of what was typed, and where the caret then is. */
export function insertMention(text: string, { start, text: typed }: MentionQuery, name: string): { text: string; caret: number } {
  const rest = text.slice(start + 1 + typed.length);
  const written = `@${name}${/^\s/.test(rest) ? "" : " "}`;
  return { text: text.slice(0, start) + written + rest, caret: start + written.length + (/^\s/.test(rest) ? 1 : 0) };
}

function rank(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 2;
  return name.split(/[\s-]+/).some((word) => word.startsWith(wanted)) ? 1 : 0;
}

/** Without case and accents, which nobody types while in a hurry. */
const plain = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
