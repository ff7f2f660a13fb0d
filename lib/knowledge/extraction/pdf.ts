import { fileURLToPath } from "node:url";
import {
  getDocument,
  PasswordException,
  VerbosityLevel,
  type PDFDocumentProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { ExtractionError, type ExtractedText } from "./extracted-text.ts";
import { layOut } from "./pdf-layout.ts";
import { linesOfPage, type PdfPageLines } from "./pdf-lines.ts";
import { documentTitle } from "./pdf-title.ts";

/**
 * Reads a PDF's text page by page, in the order in which it was drawn, which for papers in columns is the order of
 * reading. A page that can't be read stays empty; the document is damaged when none can.
 * Throws ExtractionError `damaged` or `encrypted`.
 */
export async function readPdf(bytes: Uint8Array, onProgress: (fraction: number) => void): Promise<ExtractedText> {
  // Readers accept some bytes before the header; the PDF library does so too.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).includes("%PDF-")) {
    throw new ExtractionError("damaged", "The file doesn't begin as a PDF does");
  }
  const task = getDocument({
    data: new Uint8Array(bytes),
    ...libraryFiles(),
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise.catch(toExtractionError);
    const pages = await readPages(document, onProgress);
    const { info } = await document.getMetadata().catch(() => ({ info: {} }));
    return { pages: layOut(pages), title: documentTitle(info, pages) };
  } finally {
    await task.destroy();
  }
}

async function readPages(
  document: PDFDocumentProxy,
  onProgress: (fraction: number) => void,
): Promise<PdfPageLines[]> {
  const pages: PdfPageLines[] = [];
  let firstFailure: unknown = null;
  let failures = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const page = await document.getPage(number);
      pages.push({ number, lines: linesOfPage(await page.getTextContent()) });
      page.cleanup();
    } catch (error) {
      firstFailure ??= error;
      failures += 1;
      pages.push({ number, lines: [] });
    }
    onProgress(number / document.numPages);
  }
  if (failures === document.numPages) {
    throw new ExtractionError("damaged", "None of the PDF's pages can be read", { cause: firstFailure });
  }
  return pages;
}

/** The character maps, fonts and decoders that the PDF library brings along, for scripts such as Japanese. */
function libraryFiles() {
  const folder = (name: string) =>
    fileURLToPath(new URL(`../../${name}/`, import.meta.resolve("pdfjs-dist/legacy/build/pdf.mjs")));
  return {
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
  };
}

function toExtractionError(error: unknown): never {
  if (error instanceof PasswordException) {
    throw new ExtractionError("encrypted", "The PDF asks for a password", { cause: error });
  }
  const detail = error instanceof Error ? error.message : String(error);
  // Ways of encryption that the library doesn't know are, to whoever uploads, the same: the text is locked.
  if (/encryption (?:method|algorithm)/.test(detail)) {
    throw new ExtractionError("encrypted", detail, { cause: error });
  }
  throw new ExtractionError("damaged", `The PDF can't be parsed: ${detail}`, { cause: error });
}
