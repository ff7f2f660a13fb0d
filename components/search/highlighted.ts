export type Segment = { text: string; isHit: boolean };

/**
 * Cuts a text into what fits a search and what lies between.
 * @param ranges `[start, end]` in UTF-16 units of the text, in any order; what lies outside of it is left out
 */
export function toSegments(text: string, ranges: readonly (readonly [number, number])[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const start = Math.max(from, at);
    const end = Math.min(to, text.length);
    if (end <= start) continue;
    if (start > at) segments.push({ text: text.slice(at, start), isHit: false });
    segments.push({ text: text.slice(start, end), isHit: true });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at), isHit: false });
  return segments;
}
