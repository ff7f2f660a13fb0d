import { cleanText } from "./clean-text.ts";
import { decodeText } from "./decode-text.ts";
import type { ExtractedText } from "./extracted-text.ts";
import { linesThatAreHeadings } from "./heading-lines.ts";
import { markdownHeadings } from "./markdown.ts";

/** Reads plain text as the single page 1. Throws ExtractionError as `decodeText` does. */
export function readPlainText(bytes: Uint8Array): ExtractedText {
  const text = cleanText(decodeText(bytes));
  return { pages: [{ number: 1, text, headings: linesThatAreHeadings(text) }], title: null };
}

/** Reads Markdown as it is written, as the single page 1; its title is its first heading of the first level. */
export function readMarkdown(bytes: Uint8Array): ExtractedText {
  const text = cleanText(decodeText(bytes));
  const headings = markdownHeadings(text);
  return { pages: [{ number: 1, text, headings }], title: headings.find((heading) => heading.level === 1)?.text ?? null };
}
