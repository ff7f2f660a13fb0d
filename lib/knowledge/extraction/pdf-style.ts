import type { PdfPageLines } from "./pdf-lines.ts";

/** The font and size, in points, that most of a document's letters have. */
export interface BodyStyle {
  font: string;
  size: number;
}

/** Finds what a document's running text is set in; headings and footnotes are told by their difference from it. */
export function bodyStyle(pages: PdfPageLines[]): BodyStyle {
  const letters = new Map<string, { style: BodyStyle; count: number }>();
  let most = { style: { font: "", size: 0 }, count: 0 };
  for (const line of pages.flatMap((page) => page.lines)) {
    const size = Math.round(line.size * 2) / 2;
    const key = `${size} ${line.font}`;
    const entry = letters.get(key) ?? { style: { font: line.font, size }, count: 0 };
    entry.count += line.text.length;
    letters.set(key, entry);
    if (entry.count > most.count) most = entry;
  }
  return most.style;
}
