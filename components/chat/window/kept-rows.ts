/** What would be lost if its row were taken away: an open menu, an editor, whatever says so itself. */
const busy = "[data-popup-open], [data-keep], textarea";
/** More rows than this aren't kept for a selection that runs through them. */
const mostSelected = 300;

/** Keys of the rows that must stay: with the focus, with a selection in them or running through, or busy. */
export function findKeptRows(content: Element, keys: readonly string[], indexOf: (key: string) => number | undefined): string[] {
  const rowOf = (node: Node | null | undefined): string | null => {
    const element = node instanceof Element ? node : node?.parentElement;
    const row = element?.closest<HTMLElement>("[data-key]");
    return row && content.contains(row) ? (row.dataset["key"] ?? null) : null;
  };
  const kept = new Set<string>();
  const add = (key: string | null): void => {
    if (key !== null) kept.add(key);
  };
  add(rowOf(document.activeElement));
  for (const element of content.querySelectorAll(busy)) add(rowOf(element));
  const selection = document.getSelection();
  if (selection && !selection.isCollapsed) {
    const ends = [selection.anchorNode, selection.focusNode].map(rowOf);
    const [from, to] = ends.map((key) => (key === null ? undefined : indexOf(key)));
    if (from !== undefined && to !== undefined && Math.abs(to - from) < mostSelected) {
      for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) add(keys[index] ?? null);
    }
  }
  return [...kept];
}
