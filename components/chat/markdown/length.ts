import type { MarkdownToken } from "./lex";

/** What is shown at first; the rest opens on demand, so that nothing long pushes all else out of the conversation. */
export const shownAtFirst = {
  /** Of a whole text, as they are broken on a page. */
  lines: 400,
  codeLines: 40,
  tableRows: 60,
  tableCells: 1_200,
  listItems: 200,
};
const charactersPerLine = 76;

/** About how many lines a text has, and how many of its blocks it takes to fill what is shown at first. */
export function measureLength(blocks: readonly MarkdownToken[]): { lines: number; fits: number } {
  let lines = 0;
  let fits = 0;
  for (const block of blocks) {
    if (lines < shownAtFirst.lines) fits += 1;
    lines += linesOf(block);
  }
  return { lines, fits };
}

function linesOf(block: MarkdownToken): number {
  switch (block.type) {
    case "space":
    case "def":
      return 0;
    case "code":
      return 2 + Math.min(shownAtFirst.codeLines, block.text.split("\n").length);
    case "table":
      return 2 + Math.min(shownAtFirst.tableRows, block.rows.length);
    case "list":
      return block.items.length > shownAtFirst.listItems ? shownAtFirst.listItems : countLines(block.raw);
    default:
      return 1 + countLines(block.raw);
  }
}

const countLines = (text: string): number => text.split("\n").reduce((sum, line) => sum + Math.ceil(line.length / charactersPerLine), 0);
