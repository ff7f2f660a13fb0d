/** Where a text names somebody after an @, from that to the name's end, and all who have the name. */
export type NamedAt<P> = { start: number; end: number; people: P[] };

/**
 * Where a text names which of `people`. The longest name that fits is meant ("@Ada Lovelace" is not Ada), letters' case
 * doesn't count, and an address of mail names nobody. Server and browser read the same, so both give the text in
 * Unicode's form NFC.
 */
export function findNames<P extends { name: string }>(text: string, people: readonly P[]): NamedAt<P>[] {
  const byLength = namesByLength(people);
  const found: NamedAt<P>[] = [];
  for (const { index: start } of text.matchAll(beginning)) {
    if (start < (found.at(-1)?.end ?? 0)) continue;
    for (const [length, names] of byLength) {
      const end = start + 1 + length;
      const named = names.get(text.slice(start + 1, end).toLowerCase());
      if (!named || wordCharacter.test(text.slice(end, end + 2))) continue;
      found.push({ start, end, people: named });
      break;
    }
  }
  return found;
}

/** An @ that neither ends a word nor stands in an address, before something that may be a name. */
const beginning = /(?<![\p{L}\p{N}_.+-])@(?=[^\s@])/gu;
/** What would go on a name: two UTF-16 units are looked at, since a letter may take both. */
const wordCharacter = /^[\p{L}\p{M}\p{N}_]/u;

/**
 * The longest first, so that a place of the text is looked up once for each length and not for each name. It is the
 * length as the name is written: small letters may take more ("İ").
 */
function namesByLength<P extends { name: string }>(people: readonly P[]): [number, Map<string, P[]>][] {
  const byLength = new Map<number, Map<string, P[]>>();
  for (const person of people) {
    const name = person.name.normalize("NFC").trim();
    if (name === "") continue;
    const names = byLength.get(name.length) ?? new Map<string, P[]>();
    byLength.set(name.length, names.set(name.toLowerCase(), [...(names.get(name.toLowerCase()) ?? []), person]));
  }
  return [...byLength].toSorted(([one], [other]) => other - one);
}
