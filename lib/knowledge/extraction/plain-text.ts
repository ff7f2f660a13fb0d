import { cleanText } from "./clean-text.ts";
import { ExtractionError, type ExtractedText } from "./extracted-text.ts";
import { linesThatAreHeadings } from "./heading-lines.ts";
import { markdownHeadings } from "./markdown.ts";

/** Reads plain text as the single page 1. Throws ExtractionError `damaged` when the bytes aren't text. */
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

/**
 * Decodes text: UTF-16 when it begins with that byte-order mark, else UTF-8, else Windows-1252, which gives every
 * byte a character. Throws ExtractionError `damaged` for what is a file of another kind.
 */
function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  refuseBinary(bytes);
  const text = new TextDecoder("utf-8").decode(bytes);
  return isMostlyUtf8(text) ? text : new TextDecoder("windows-1252").decode(bytes);
}

/**
 * One broken character in a UTF-8 file (cut off at the end, say) must not turn all others into "Ã¤": only when the
 * broken ones are a tenth or more of all beyond ASCII was the text written in another encoding.
 */
function isMostlyUtf8(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0) return true;
  const beyondAscii = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  return broken < beyondAscii / 10;
}

function refuseBinary(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  if (OTHER_KINDS.some((magic) => start.startsWith(magic))) {
    throw new ExtractionError("damaged", "The file is of another kind than text");
  }
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) throw new ExtractionError("damaged", "The file holds NUL bytes, so it isn't text");
    if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls += 1;
  }
  if (controls > Math.max(STRAY_CONTROLS, bytes.byteLength / 100)) {
    throw new ExtractionError("damaged", `${controls} of ${bytes.byteLength} bytes are control characters`);
  }
}

/** A few of them happen in honest texts, however short. */
const STRAY_CONTROLS = 4;

/** How a PDF, a ZIP (and every Office file), PNG, JPEG, GIF and gzip file begin. */
const OTHER_KINDS = ["%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x1f\x8b"];

/** Backspace, tab, line feed, vertical tab, form feed, carriage return, escape (in logs with colours). */
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);
