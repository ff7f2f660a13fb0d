/** What stands behind the fence of a block of code. */
export type CodeInfo = { language: string; fileName: string | null };

/**
 * Reads the language and the file's name in the ways that people and models write them: `ts title="src/a.ts"`,
 * `ts:src/a.ts`, `ts src/a.ts`, or the name alone, whose ending then tells the language.
 */
export function readInfo(info: string): CodeInfo {
  const trimmed = info.trim();
  const first = trimmed.split(/\s/, 1)[0] ?? "";
  const rest = trimmed.slice(first.length).trim();
  const named = /(?:^|\s)(?:title|file|filename|name|path)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"']+))/i.exec(trimmed);
  const fileName = named?.[1] ?? named?.[2] ?? named?.[3] ?? null;

  if (/^\w+=/.test(first)) return { language: endingOf(fileName ?? ""), fileName };
  const joined = /^([\w+#-]+):(.+)$/.exec(first);
  if (joined?.[1] && joined[2]) return { language: joined[1].toLowerCase(), fileName: fileName ?? joined[2] };
  if (isFileName(first)) return { language: endingOf(first), fileName: fileName ?? first };
  const second = rest.split(/\s/, 1)[0] ?? "";
  return { language: first.replace(/[{,].*$/, "").toLowerCase(), fileName: fileName ?? (isFileName(second) ? second : null) };
}

/** `src/a.ts`, `a.py`, `.env`; not `c++`, `asp.net` or `{1,3}`. */
const isFileName = (word: string): boolean => /^[\w@.+-]*(?:\/[\w@.()[\]+-]+)*\.?[\w-]+$/.test(word) && (/\//.test(word) || (/\.[a-z]\w{0,9}$/i.test(word) && !/\.net$/i.test(word)));

const endingOf = (fileName: string): string => (/\.(\w+)$/.exec(fileName)?.[1] ?? /(?:^|\/)(\w+)$/.exec(fileName)?.[1] ?? "").toLowerCase();
