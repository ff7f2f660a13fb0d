import type { documentTypes } from "./schemas";

export type DocumentType = (typeof documentTypes)[number];

const mostLength = 255;

/**
 * A line for people of whatever a client calls a file: without folders, line breaks, controls, and the marks that
 * turn the direction of writing (with which "exe.fdp" is shown as "pdf.exe"). Empty if nothing is left.
 */
export function cleanTitle(text: string): string {
  return clipped(text.toWellFormed().replace(UNSEEN, " ").replace(/\s+/gu, " ").trim());
}

/** The title of an uploaded file: its name. */
export const titleOfFile = (name: string): string => cleanTitle(name.split(/[/\\]/).at(-1) ?? "") || "Untitled";

/** The name under which a document's file is saved: its title, with the ending of its type. */
export const fileNameOf = (title: string, type: string): string => (title.toLowerCase().endsWith(`.${type}`) ? title : `${title}.${type}`);

/** What an ending promises; null for a kind that isn't read here. */
export function typeByName(name: string): DocumentType | null {
  return TYPES[/\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? ""] ?? null;
}

/**
 * The type of a file by its ending and by how it begins (its first bytes, a kilobyte or so); null for what isn't
 * taken. A PDF is one whatever it's called; a page or drawing that a browser would run is refused under any name.
 */
export function typeOfFile(name: string, head: Buffer): DocumentType | null {
  const promised = typeByName(name);
  if (promised === null) return null;
  const text = head.toString("latin1");
  if (text.includes("%PDF-")) return "pdf";
  return BROWSER_DOCUMENT.test(text.replace(/^\xef\xbb\xbf/, "")) ? null : promised;
}

/** What a stored file is served as: of the program's own choice, never what an uploader said. */
export const mediaTypeOf = (type: DocumentType): string => (type === "pdf" ? "application/pdf" : "text/plain; charset=utf-8");

/** Bytes that `typeOfFile` wants to see. */
export const headBytes = 1_024;

const TYPES: Readonly<Record<string, DocumentType>> = { pdf: "pdf", txt: "txt", text: "txt", md: "md", markdown: "md" };

const BROWSER_DOCUMENT = /^\s*(?:<\?xml|<!doctype\s+(?:html|svg)|<html[\s>]|<svg[\s>])/i;

/** Controls, line and paragraph separators, byte-order marks, and marks of direction. */
const UNSEEN = /[\p{Cc}\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Cut before the ending, if there is one, and never within a character. */
function clipped(text: string): string {
  if (text.length <= mostLength) return text;
  const ending = /\.[a-z0-9]{1,8}$/i.exec(text)?.[0] ?? "";
  let cut = "";
  for (const character of text) {
    if (cut.length + character.length > mostLength - ending.length) break;
    cut += character;
  }
  return cut.trimEnd() + ending;
}
