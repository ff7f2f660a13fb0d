/** Rows `start` up to but without `end`. */
export type RowRange = { start: number; end: number };

export const isWithin = ({ start, end }: RowRange, index: number | undefined): boolean => index !== undefined && index >= start && index < end;

/** Where mounted rows stand: the distance of their upper and lower end from the top of the view, in CSS pixels. */
export type RowSpan = { top: number; bottom: number };

type View = { height: number; margin: number };

/**
 * The rows that reach into the view or its margin on both sides.
 * @param range rows of which the place is known, by `span`
 * @param height of a row by its index, measured or estimated
 */
export function rowsInView(range: RowRange, span: RowSpan, view: View, count: number, height: (index: number) => number): RowRange {
  let { start, end } = range;
  let { top, bottom } = span;
  const [upper, lower] = [-view.margin, view.height + view.margin];
  while (start > 0 && top > upper) top -= height((start -= 1));
  while (start < count - 1 && top + height(start) <= upper) top += height(start++);
  while (end < count && bottom < lower) bottom += height(end++);
  while (end > 1 && bottom - height(end - 1) >= lower) bottom -= height((end -= 1));
  return { start: Math.min(start, Math.max(0, end - 1)), end: Math.max(end, Math.min(start + 1, count)) };
}

/**
 * A step from the rows that are mounted towards those that are wanted: at most `most` new ones, those nearest to the
 * mounted ones first, and none beyond `kept` any more. Rows far away from all that is mounted come at once.
 */
export function stepTowards(mounted: RowRange, wanted: RowRange, kept: RowRange, most: number): RowRange {
  const isApart = wanted.end <= mounted.start || wanted.start >= mounted.end;
  if (isApart) return wanted;
  const above = Math.max(0, Math.min(mounted.start - wanted.start, most));
  const below = Math.max(0, Math.min(wanted.end - mounted.end, most - above));
  return { start: Math.max(mounted.start - above, kept.start), end: Math.min(mounted.end + below, kept.end) };
}

/** The rows around one that fill `before` pixels above it and `after` pixels from it on. */
export function rowsAround(index: number, count: number, { before, after }: { before: number; after: number }, height: (index: number) => number): RowRange {
  let start = Math.max(0, Math.min(index, count - 1));
  let end = start;
  for (let left = after; end < count && left > 0; end += 1) left -= height(end);
  for (let left = before; start > 0 && left > 0; ) left -= height((start -= 1));
  return { start, end };
}

/** Where the row at an index of one list stands in another: at its place, or where what came before it ends. */
export function translateIndex(index: number, from: readonly string[], to: ReadonlyMap<string, number>): number {
  for (let before = index; before >= 0; before -= 1) {
    const place = to.get(from[before] ?? "");
    if (place !== undefined) return before === index ? place : place + 1;
  }
  return 0;
}

/** Rows to draw in their order, and in the place of those between them a gap of their height. */
export type Piece = { index: number } | { gap: number; after: number };

/** @param kept further rows that stay mounted, in any order */
export function toPieces({ start, end }: RowRange, kept: readonly number[], count: number, height: (index: number) => number): Piece[] {
  const outside = kept.filter((index) => !isWithin({ start, end }, index));
  const indexes = [...outside.filter((index) => index < start).toSorted((a, b) => a - b), ...Array.from({ length: end - start }, (_, at) => start + at), ...outside.filter((index) => index >= end).toSorted((a, b) => a - b)];
  const pieces: Piece[] = [];
  let next = 0;
  const fill = (until: number): void => {
    let gap = 0;
    for (let index = next; index < until; index += 1) gap += height(index);
    if (until > next) pieces.push({ gap, after: next - 1 });
  };
  for (const index of indexes) {
    fill(index);
    pieces.push({ index });
    next = index + 1;
  }
  fill(count);
  return pieces;
}
