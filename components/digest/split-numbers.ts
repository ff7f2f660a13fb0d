/** Cuts a text at its numbers in square brackets: `a [1, 2] b` is `["a ", 1, 2, " b"]`. */
export function splitNumbers(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  let at = 0;
  for (const match of text.matchAll(/\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    parts.push(...(match[1] ?? "").split(",").map(Number));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
