export type Named = { name: string; isReader: boolean };

/** A text in pieces: as it is, or the name of somebody who is mentioned, with its @. */
export type Piece = string | { mention: string; isReader: boolean };

/**
 * Cuts a text where it names somebody after an @. The longest name that fits is meant, letters' case doesn't count, and
 * an address of mail mentions nobody: as the server reads it.
 */
export function findMentions(text: string, names: readonly Named[]): Piece[] {
  const longestFirst = names.toSorted((a, b) => b.name.length - a.name.length);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_.+-])@/gu)) {
    if (index < from) continue;
    const named = longestFirst.find(({ name }) => name !== "" && isNamed(text, index + 1, name));
    if (!named) continue;
    const end = index + 1 + named.name.length;
    if (index > from) pieces.push(text.slice(from, index));
    pieces.push({ mention: text.slice(index, end), isReader: named.isReader });
    from = end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

function isNamed(text: string, start: number, name: string): boolean {
  const end = start + name.length;
  // Two UTF-16 units are looked at, since a letter may take both.
  return text.slice(start, end).toLowerCase() === name.toLowerCase() && !/^[\p{L}\p{M}\p{N}_]/u.test(text.slice(end, end + 2));
}
