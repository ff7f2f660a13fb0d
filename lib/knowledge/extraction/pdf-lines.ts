import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { cleanDrawnText } from "./clean-text.ts";

type TextContent = Awaited<ReturnType<PDFPageProxy["getTextContent"]>>;
type TextItem = Extract<TextContent["items"][number], { str: string }>;

/**
 * A line as it was drawn. Places are in points along and across the direction of the text, so that rotated text is
 * laid out like any other: `left` and `right` grow with reading, `baseline` grows upwards.
 */
export interface PdfLine {
  text: string;
  left: number;
  right: number;
  baseline: number;
  /** Of the letters, in points: what most of the line is set in. */
  size: number;
  font: string;
  /** In degrees, whole. */
  angle: number;
}

/** The lines of one page, in the order of drawing. */
export interface PdfPageLines {
  number: number;
  lines: PdfLine[];
}

/** Puts the pieces of text of a page together to lines; lines without a visible character are left out. */
export function linesOfPage(content: TextContent): PdfLine[] {
  const lines: PdfLine[] = [];
  let pieces: TextItem[] = [];
  const finish = () => {
    const line = lineOf(pieces);
    if (line !== null) lines.push(line);
    pieces = [];
  };
  for (const item of content.items) {
    if (!("str" in item)) continue;
    if (item.str !== "") pieces.push(item);
    if (item.hasEOL) finish();
  }
  finish();
  return lines;
}

function lineOf(drawn: TextItem[]): PdfLine | null {
  const pieces = inReadingOrder(drawn);
  const text = cleanDrawnText(pieces.map((piece) => piece.str).join("")).replace(/\s+/g, " ").trim();
  const main = longest(pieces);
  if (text === "" || main === null) return null;
  const angle = angleOf(main);
  const places = pieces.filter((piece) => piece.str.trim() !== "").map((piece) => placeOf(piece, angle));
  return {
    // A soft hyphen in a drawn line is one that shows: many fonts name their hyphen so.
    text: text.replaceAll("\u00ad", "-"),
    left: places.reduce((least, place) => Math.min(least, place.along), Infinity),
    right: places.reduce((most, place) => Math.max(most, place.along + place.width), -Infinity),
    baseline: placeOf(main, angle).across,
    size: sizeOf(main),
    font: main.fontName,
    angle,
  };
}

/** Pieces of right-to-left script come as they stand from the left; reading them begins with the rightmost. */
function inReadingOrder(pieces: TextItem[]): TextItem[] {
  const rightToLeft = pieces.filter((piece) => piece.dir === "rtl").length;
  const visible = pieces.filter((piece) => piece.str.trim() !== "").length;
  if (rightToLeft * 2 <= visible) return pieces;
  return pieces.toSorted((a, b) => number(b.transform[4]) - number(a.transform[4]));
}

function longest(pieces: TextItem[]): TextItem | null {
  let best: TextItem | null = null;
  for (const piece of pieces) {
    if (piece.str.trim() !== "" && (best === null || piece.str.length > best.str.length)) best = piece;
  }
  return best;
}

function angleOf(piece: TextItem): number {
  return Math.round((Math.atan2(number(piece.transform[1]), number(piece.transform[0])) * 180) / Math.PI);
}

function sizeOf(piece: TextItem): number {
  return Math.hypot(number(piece.transform[2]), number(piece.transform[3]));
}

function placeOf(piece: TextItem, angle: number): { along: number; across: number; width: number } {
  const radians = (angle * Math.PI) / 180;
  const x = number(piece.transform[4]);
  const y = number(piece.transform[5]);
  return {
    along: x * Math.cos(radians) + y * Math.sin(radians),
    across: y * Math.cos(radians) - x * Math.sin(radians),
    width: piece.width,
  };
}

/** The library's type leaves the six numbers of a transform untyped. */
function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
