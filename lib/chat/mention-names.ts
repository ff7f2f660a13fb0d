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
      if (!named || isWithinWord(text, start, end)) continue;
      found.push({ start, end, people: named });
      break;
    }
  }
  return found;
}

/** An @ that stands in no address, before something that may be a name. A letter of another script may precede it. */
const beginning = /(?<![\p{Script=Latin}\p{N}_.+-])@(?=[^\s@])/gu;

/** Whether letters around an @ and a name go on the name or make it an address. */
function isWithinWord(text: string, start: number, end: number): boolean {
  const before = lastCharacter(text.slice(Math.max(0, start - 2), start));
  if (/[\p{L}\p{M}]/u.test(before) && (joins(firstCharacter(text.slice(start + 1, start + 3)), before) || /^[.@][\p{L}\p{N}]/u.test(text.slice(end, end + 3)))) return true;
  return joins(lastCharacter(text.slice(end - 2, end)), firstCharacter(text.slice(end, end + 2)));
}

/** Whether a character beside a name belongs to the same word: it may touch the name when its script is another. */
export function joins(ofName: string, beside: string): boolean {
  if (!/[\p{L}\p{M}\p{N}_]/u.test(beside)) return false;
  const known = scripts.filter((script) => script.test(beside));
  if (known.length === 0) return true;
  return /[\p{L}\p{M}]/u.test(ofName) ? known.some((script) => script.test(ofName)) : /\p{Script=Latin}/u.test(beside);
}

const scripts = [
  "Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Tamil", "Telugu", "Thai", "Lao", "Khmer", "Myanmar", "Han", "Hiragana", "Katakana", "Hangul", "Ethiopic",
].map((name) => new RegExp(`\\p{Script=${name}}`, "u"));

const firstCharacter = (text: string): string => Array.from(text)[0] ?? "";
const lastCharacter = (text: string): string => Array.from(text).at(-1) ?? "";

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
