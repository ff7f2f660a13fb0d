import "server-only";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import PDFDocument from "pdfkit";
import type { Message } from "@/lib/chat/schemas";
import { authorOf } from "./markdown";
import { drawMarkdown, drawNote } from "./pdf-markdown";
import { breakLongWords } from "./pdf-words";
import { exportTexts as texts, momentText } from "./texts";

/** Paths of the faces. DejaVu has the letters of most scripts, but no Chinese, Japanese and Korean ones. */
export type PdfFonts = { regular: string; bold: string; italic: string; mono: string };

/** Bytes that may wait for a slow reader, instead of the whole file. */
const mostWaiting = 1_000_000;

/**
 * A conversation as a PDF, written as it is read. Laying out takes the processor some milliseconds a message, so it
 * lets others have their turn after each.
 * @param most bytes that may wait for the reader: more than the stream's high-water mark
 */
export function conversationPdf(title: string, at: string, messages: AsyncIterable<Message>, most = mostWaiting): PDFKit.PDFDocument {
  const document = new PDFDocument({ size: "A4", margin: 56, font: fonts().regular, info: { Title: title || texts.untitled, Producer: "Socrates" } });
  write(document, title, at, messages, most).then(
    () => document.end(),
    (error: unknown) => document.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return document;
}

async function write(document: PDFKit.PDFDocument, title: string, at: string, messages: AsyncIterable<Message>, most: number): Promise<void> {
  const faces = fonts();
  document.font(faces.bold).fontSize(20).fillColor("black").text(breakLongWords(title || texts.untitled));
  document.moveDown(0.3);
  drawNote(document, faces, texts.exported(momentText(at)));
  for await (const message of messages) {
    drawMessage(document, faces, message);
    await breathe();
    if (document.readableLength > most) await untilRead(document);
    // Whoever asked has left.
    if (document.destroyed) return;
  }
}

/** Resolves when the reader wants more, or has left. */
const untilRead = (document: PDFKit.PDFDocument): Promise<void> =>
  new Promise((resolve) => {
    const goOn = () => {
      document.off("close", goOn);
      resolve();
    };
    document.once("close", goOn);
    // A stream calls this when little is left to read; PDFKit writes when it likes, so its own does nothing.
    document._read = goOn;
  });

function drawMessage(document: PDFKit.PDFDocument, faces: PdfFonts, message: Message): void {
  document.moveDown(1);
  document.font(faces.bold).fontSize(10).fillColor("black").text(breakLongWords(authorOf(message)), document.page.margins.left, document.y);
  const model = message.role === "assistant" ? String(message.metadata["model"] ?? "") : "";
  drawNote(document, faces, [momentText(message.createdAt), message.metadata["editedAt"] ? texts.edited : "", message.pinnedAt ? texts.pinned : "", model].filter(Boolean).join(" · "));
  if (message.deletedAt) return drawNote(document, faces, texts.deleted);
  drawMarkdown(document, faces, message.content);
  if (texts.unfinished[message.status]) drawNote(document, faces, texts.unfinished[message.status]);
  if (message.attachments.length > 0) drawNote(document, faces, `${texts.attachments}: ${message.attachments.map(({ name }) => name).join(", ")}`);
  for (const { n, title, page, quote } of message.citations) drawNote(document, faces, `[${n}] ${title}${page === null ? "" : `, ${texts.page(page)}`}: “${quote.replaceAll(/\s+/g, " ")}”`);
}

/** The files of the package, which stays outside the bundle. */
function fonts(): PdfFonts {
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules", "dejavu-fonts-ttf", "ttf");
  const face = (name: string) => path.join(folder, `${name}.ttf`);
  return { regular: face("DejaVuSans"), bold: face("DejaVuSans-Bold"), italic: face("DejaVuSans-Oblique"), mono: face("DejaVuSansMono") };
}
