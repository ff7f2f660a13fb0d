import type { Chunk } from "../chunking/chunk.ts";

/** The kinds of document whose text can be read. */
export type DocumentType = "pdf" | "txt" | "md";

/** A heading of a page: where its line starts (UTF-16 units in the page's text), its depth from 1, its words. */
export interface Heading {
  start: number;
  level: number;
  text: string;
}

/** One page's text. Pages count from 1; plain text and Markdown have the single page 1. */
export interface PageText {
  number: number;
  text: string;
  headings?: Heading[];
}

/** What a document says, page by page, and the title that it gives itself, if any. */
export interface ExtractedText {
  pages: PageText[];
  title: string | null;
}

/** A document's text and the passages it is parted into. */
export interface ReadDocument extends ExtractedText {
  chunks: Chunk[];
}

/** What the extraction's thread is started with. */
export interface ExtractionRequest {
  path: string;
  documentType: DocumentType;
}

/** What the extraction's thread tells: how far it is (0 to 1), then once how it ended. */
export type ExtractionMessage =
  | { kind: "progress"; fraction: number }
  | { kind: "done"; result: ReadDocument }
  | { kind: "failed"; code: ExtractionErrorCode; detail: string };

/**
 * Why a document gave no text:
 * - `damaged`: the bytes aren't what the type promises, or can't be parsed;
 * - `encoding`: it is text in an encoding that can't be told;
 * - `encrypted`: a password is needed;
 * - `empty`: it was read and holds no text (a scan, for example);
 * - `too-long`: it took more time or memory than one document may;
 * - `unsupported`: this type isn't read here.
 */
type ExtractionErrorCode = "damaged" | "encoding" | "encrypted" | "empty" | "too-long" | "unsupported";

/** The only error that extraction throws on purpose; the message is for logs, the code is for people. */
export class ExtractionError extends Error {
  readonly code: ExtractionErrorCode;

  constructor(code: ExtractionErrorCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "ExtractionError";
    this.code = code;
  }
}
