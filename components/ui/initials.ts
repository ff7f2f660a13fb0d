/** At most two letters: of the first and the last word, or the first of the only one. Whole characters, in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (first === undefined) return "?";
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word ? (word.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? "") : "")).join("").toLocaleUpperCase();
}
