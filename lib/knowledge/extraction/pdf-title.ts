import type { PdfLine, PdfPageLines } from "./pdf-lines.ts";
import { cleanDrawnText } from "./clean-text.ts";
import { bodyStyle } from "./pdf-style.ts";

/**
 * What a PDF is called: what its information says, unless that is what a program put there by itself, else the
 * largest words of its first page.
 */
export function documentTitle(info: object, pages: PdfPageLines[]): string | null {
  const stated = "Title" in info && typeof info.Title === "string" ? tidy(info.Title) : "";
  if (stated.length >= 3 && stated.length <= LONGEST && !MADE_BY_PROGRAMS.test(stated)) return stated;
  return drawnTitle(pages);
}

const LONGEST = 200;

/** "Microsoft Word - draft3.doc", "untitled", "paper.dvi", "C:\\texts\\a.tex" and the like. */
const MADE_BY_PROGRAMS = /^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|no title|title$)|\.(?:docx?|dvi|tex|pdf|indd|qxd|rtf|odt|pptx?|p65|fm|ps)$|[\\/].*[\\/]/i;

function drawnTitle(pages: PdfPageLines[]): string | null {
  const lines = pages[0]?.lines.filter((line) => /\p{L}{2}/u.test(line.text)) ?? [];
  const size = lines.reduce((most, line) => Math.max(most, line.size), 0);
  if (size < bodyStyle(pages).size * 1.2) return null;
  const first = lines.findIndex((line) => isSize(line, size));
  const after = lines.findIndex((line, index) => index > first && !isSize(line, size));
  const title = tidy(
    lines
      .slice(first, after === -1 ? undefined : after)
      .map((line) => line.text)
      .join(" "),
  );
  return title.length >= 3 && title.length <= LONGEST ? title : null;
}

function isSize(line: PdfLine, size: number): boolean {
  return Math.abs(line.size - size) < 0.5;
}

function tidy(text: string): string {
  return cleanDrawnText(text).replace(/\s+/g, " ").trim();
}
