/** What the reader is at: a row, the element within it that is first in view, and where both stand in the view. */
export type HeldPlace = { key: string; row: Element; rowTop: number; element: Element; top: number };

/** Blocks of a message's text, each of which can be held: what changes above one within the same row doesn't move it. */
const blocks = ".reading > *";

/** The first element in view of the rows given, in the order of the page. */
export function firstInView(view: Element, rows: Iterable<HTMLElement>): HeldPlace | null {
  const origin = view.getBoundingClientRect().top;
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom <= origin) continue;
    const place = { key: keyOf(row), row, rowTop: top - origin };
    for (const element of top < origin ? row.querySelectorAll(blocks) : []) {
      const rect = element.getBoundingClientRect();
      if (rect.bottom > origin) return { ...place, element, top: rect.top - origin };
    }
    return { ...place, element: row, top: place.rowTop };
  }
  return null;
}

/** Holds a row where it is. */
export function holdRow(view: Element, row: HTMLElement): HeldPlace {
  const top = row.getBoundingClientRect().top - view.getBoundingClientRect().top;
  return { key: keyOf(row), row, rowTop: top, element: row, top };
}

/** How far what is held has moved since, in CSS pixels; null when its row is no longer on the page. */
export function movedBy(view: Element, { row, rowTop, element, top }: HeldPlace): number | null {
  const origin = view.getBoundingClientRect().top;
  if (element.isConnected) return element.getBoundingClientRect().top - origin - top;
  return row.isConnected ? row.getBoundingClientRect().top - origin - rowTop : null;
}

/** The last row that is well in view. */
export function lastInView(view: Element, rows: readonly HTMLElement[]): string | null {
  const end = view.getBoundingClientRect().bottom - begun;
  const row = rows.findLast((one) => one.getBoundingClientRect().top < end);
  return row ? keyOf(row) : null;
}

/** A message is being read when so much of it is in view, in CSS pixels. */
const begun = 40;

const keyOf = (row: HTMLElement): string => row.dataset["key"] ?? "";
