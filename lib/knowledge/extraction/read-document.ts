import { readFile } from "node:fs/promises";
import { ExtractionError, type ExtractedText, type ExtractionRequest } from "./extracted-text.ts";
import { readMarkdown, readPlainText } from "./plain-text.ts";

/**
 * Reads a document on the calling thread; `extractText` runs it in one of its own.
 * `onProgress` gets the part that is done, 0 to 1. Throws ExtractionError.
 */
export async function readDocument(
  { path, documentType }: ExtractionRequest,
  onProgress: (fraction: number) => void,
): Promise<ExtractedText> {
  const bytes = await readFile(path);
  if (bytes.byteLength === 0) throw new ExtractionError("empty", "The file has no bytes");
  const extracted = await read(bytes, documentType, onProgress);
  if (!extracted.pages.some((page) => HAS_TEXT.test(page.text))) {
    throw new ExtractionError("empty", "The document holds no text");
  }
  onProgress(1);
  return extracted;
}

const HAS_TEXT = /[\p{L}\p{N}]/u;

async function read(
  bytes: Buffer,
  documentType: ExtractionRequest["documentType"],
  onProgress: (fraction: number) => void,
): Promise<ExtractedText> {
  switch (documentType) {
    case "pdf": {
      // The PDF library takes 100 ms to load, which a text file need not wait for.
      const { readPdf } = await import("./pdf.ts");
      return readPdf(bytes, onProgress);
    }
    case "txt":
      return readPlainText(bytes);
    case "md":
      return readMarkdown(bytes);
    default:
      throw new ExtractionError("unsupported", `No reader for documents of the type ${String(documentType)}`);
  }
}
