import type { documentTypes } from "./schemas";

export type DocumentType = (typeof documentTypes)[number];

/** The name under which a document's file is saved: its title, with the ending of its type. */
export const fileNameOf = (title: string, type: string): string => (title.toLowerCase().endsWith(`.${type}`) ? title : `${title}.${type}`);

/** What an ending promises; null for a kind that isn't read here. */
export function typeByName(name: string): DocumentType | null {
  return TYPES[endingOf(name)] ?? null;
}

/**
 * The type of a file by its ending and by how it begins (its first bytes, a kilobyte or so); null for what isn't
 * taken. A PDF is one whatever it's called; a page or drawing that a browser would run is refused under any name.
 */
export function typeOfFile(name: string, head: Buffer): DocumentType | null {
  const promised = typeByName(name);
  if (promised === null) return null;
  if (head.subarray(0, headBytes).includes("%PDF-")) return "pdf";
  return isBrowserDocument(head) ? null : promised;
}

/** What a stored file is served as: of the program's own choice, never what an uploader said. */
export const mediaTypeOf = (type: DocumentType): string => (type === "pdf" ? "application/pdf" : "text/plain; charset=utf-8");

/** Bytes that `typeOfFile` wants to see. */
export const headBytes = 1_024;

/**
 * The same for a file that comes with a message, where source code and data are taken too, as plain text. No browser
 * runs any of these kinds, and bytes that aren't text are refused.
 */
export function typeOfAttachedFile(name: string, head: Buffer): DocumentType | null {
  const known = typeOfFile(name, head);
  if (known !== null || typeByName(name) !== null) return known;
  const isCode = CODE.has(endingOf(name)) || CODE_NAMES.has(name.toLowerCase());
  return isCode && !isBinary(head.subarray(0, headBytes)) && !isBrowserDocument(head) ? "txt" : null;
}

/** UTF-16 has zeros too, mostly all at even or all at odd places; a single one in UTF-8 is a slip. */
function isBinary(head: Buffer): boolean {
  if (head.byteLength < 2) return head.includes(0);
  if (!head.includes(0) || head.readUInt16LE() === 0xfeff || head.readUInt16LE() === 0xfffe) return false;
  const even = head.filter((byte, index) => byte === 0 && index % 2 === 0).length;
  const odd = head.filter((byte, index) => byte === 0 && index % 2 === 1).length;
  if (Math.min(even, odd) === 0 && even + odd > head.byteLength / 5) return false;
  return even + odd > head.byteLength / 20 || head.some((byte) => byte > 0 && byte < 8);
}

const TYPES: Readonly<Record<string, DocumentType>> = { pdf: "pdf", txt: "txt", text: "txt", md: "md", markdown: "md" };

const BROWSER_DOCUMENT = /^\s*(?:<\?xml|<!doctype\s+(?:html|svg)|<html[\s>]|<svg[\s>])/i;

const isBrowserDocument = (head: Buffer): boolean => BROWSER_DOCUMENT.test(head.toString("latin1", 0, headBytes).replace(/^\xef\xbb\xbf/, ""));

const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? "";

/** Endings of source code and data that people show each other. */
const CODE: ReadonlySet<string> = new Set(
  "bash c cc cfg clj conf cpp cs css csv cts dart diff env ex exs go gql gradle graphql h hpp hs ini ipynb java jl js json jsonc jsonl jsx kt kts less log lua mjs mts patch php pl properties proto ps1 py r rb rs rst sass scala scss sh sql svelte swift tcl tex tf toml ts tsv tsx vue yaml yml zig zsh".split(" "),
);
const CODE_NAMES: ReadonlySet<string> = new Set(["dockerfile", "makefile", "license", "readme"]);
