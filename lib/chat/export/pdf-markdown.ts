import "server-only";
import type { MarkedToken, Token, Tokens } from "marked";
import { decodeEntities } from "@/lib/markdown/entities";
import { ReasonableLexer } from "@/lib/markdown/reasonable-lexer";
import type { PdfFonts } from "./pdf";
import { breakLongWords } from "./pdf-words";

type Document = PDFKit.PDFDocument;
type Style = { bold?: boolean; italic?: boolean; mono?: boolean; strike?: boolean; link?: string };
type Run = { text: string; style: Style };

const size = { text: 10, code: 8.5, headings: [15, 13, 11.5] };
const indentOf = (depth: number): number => depth * 16;
const lineColor = "#cccccc";
const headColor = "#f2f2f2";
const mutedColor = "#555555";
/** Deeper lists and quotations are drawn no further in. */
const mostDepth = 6;
/** A table with more cells is written as text: laying it out would hold everybody else up. */
const mostCells = 600;

/** Draws a Markdown text at the document's present place. */
export function drawMarkdown(document: Document, fonts: PdfFonts, text: string): void {
  new Drawing(document, fonts).blocks(new ReasonableLexer().lex(text), 0);
}

class Drawing {
  private readonly document: Document;
  private readonly fonts: PdfFonts;

  constructor(document: Document, fonts: PdfFonts) {
    this.document = document;
    this.fonts = fonts;
  }

  blocks(tokens: Token[], depth: number): void {
    // The lexer's own tokens: no extension adds others here.
    for (const token of tokens as MarkedToken[]) this.block(token, Math.min(depth, mostDepth));
  }

  private block(token: MarkedToken, depth: number): void {
    if (token.type === "heading") this.runs(inlineRuns(token.tokens, { bold: true }), depth, size.headings[token.depth - 1] ?? 11);
    else if (token.type === "code") this.fence(token, depth);
    else if (token.type === "blockquote") this.blocks(token.tokens, depth + 1);
    else if (token.type === "list") this.list(token, depth);
    else if (token.type === "table") this.table(token, depth);
    else if (token.type === "hr") this.rule();
    else if (token.type === "space" || token.type === "def") return;
    else if ("tokens" in token && token.tokens) this.runs(inlineRuns(token.tokens, {}), depth);
    else this.runs([{ text: token.raw.trimEnd(), style: {} }], depth);
  }

  private runs(runs: Run[], depth: number, fontSize = size.text, marker = ""): void {
    const { document } = this;
    const x = document.page.margins.left + indentOf(depth);
    const width = document.page.width - document.page.margins.right - x;
    if (marker) document.font(this.fonts.regular).fontSize(fontSize).text(marker, x - 14, document.y, { width: 14, lineBreak: false, continued: false }).moveUp();
    for (const line of linesOf(runs)) {
      if (line.length === 0) document.font(this.fonts.regular).fontSize(fontSize).moveDown();
      for (const [index, { text, style }] of line.entries()) {
        const options = { width, continued: index < line.length - 1, link: style.link ?? null, underline: style.link !== undefined, strike: style.strike === true, lineGap: 2 };
        document.font(this.fontOf(style)).fontSize(style.mono ? fontSize * 0.9 : fontSize).fillColor("black");
        if (index === 0) document.text(breakLongWords(text), x, document.y, options);
        else document.text(breakLongWords(text), options);
      }
    }
    document.moveDown(0.5);
  }

  private list(list: Tokens.List, depth: number): void {
    for (const [index, item] of list.items.entries()) {
      const marker = item.task ? (item.checked ? "☑" : "☐") : list.ordered ? `${(list.start === "" ? 1 : list.start) + index}.` : "•";
      const [first, ...rest] = (item.tokens as MarkedToken[]).filter(({ type }) => type !== "checkbox" && type !== "space");
      const isText = first && (first.type === "text" || first.type === "paragraph");
      this.runs(isText && first.tokens ? inlineRuns(first.tokens, {}) : [{ text: isText ? first.raw : " ", style: {} }], depth + 1, size.text, marker);
      this.blocks(first && !isText ? [first, ...rest] : rest, depth + 1);
    }
  }

  private fence({ lang, text }: Tokens.Code, depth: number): void {
    if (lang) drawNote(this.document, this.fonts, lang, indentOf(depth) + 8);
    this.code(text, depth);
  }

  private code(text: string, depth: number): void {
    const { document } = this;
    const x = document.page.margins.left + indentOf(depth) + 8;
    document.font(this.fonts.mono).fontSize(size.code).fillColor("black").text(breakLongWords(text), x, document.y, { width: document.page.width - document.page.margins.right - x, lineGap: 1 });
    document.moveDown(0.7);
  }

  private table(table: Tokens.Table, depth: number): void {
    if (table.header.length * (table.rows.length + 1) > mostCells || table.header.length > 8) return this.code(table.raw.trimEnd(), depth);
    const { document } = this;
    document.font(this.fonts.regular).fontSize(size.code).fillColor("black");
    const cells = (row: Tokens.TableCell[]) => row.map(({ tokens }) => breakLongWords(plainWithStrikes(inlineRuns(tokens, {}))) || " ");
    const x = document.page.margins.left;
    document.x = x;
    document.table({
      defaultStyle: { border: 0.5, borderColor: lineColor, padding: 4 },
      rowStyles: (row) => ({ backgroundColor: row === 0 ? headColor : "white" }),
      data: [cells(table.header), ...table.rows.map(cells)],
    });
    document.x = x;
    document.moveDown(0.7);
  }

  private rule(): void {
    const { document } = this;
    const { left, right } = document.page.margins;
    document.moveTo(left, document.y).lineTo(document.page.width - right, document.y).lineWidth(0.5).strokeColor(lineColor).stroke().moveDown(0.7);
  }

  private fontOf({ bold, italic, mono }: Style): string {
    if (mono) return this.fonts.mono;
    if (bold) return this.fonts.bold;
    return italic ? this.fonts.italic : this.fonts.regular;
  }
}

/** A text in one line of muted small print. */
export function drawNote(document: Document, fonts: PdfFonts, text: string, indent = 0): void {
  document.font(fonts.regular).fontSize(8.5).fillColor(mutedColor).text(breakLongWords(text), document.page.margins.left + indent, document.y, { lineGap: 1 }).moveDown(0.4);
}

/** The runs by line: PDFKit loses a break at the end of a run that others follow. */
function linesOf(runs: Run[]): Run[][] {
  const lines: Run[][] = [];
  let line: Run[] = [];
  for (const { text, style } of runs) {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) {
        lines.push(line);
        line = [];
      }
      if (part !== "") line.push({ text: part, style });
    }
  }
  return line.length > 0 ? [...lines, line] : lines;
}

function inlineRuns(tokens: Token[] | undefined, style: Style): Run[] {
  return ((tokens ?? []) as MarkedToken[]).flatMap((token): Run[] => {
    if (token.type === "strong") return inlineRuns(token.tokens, { ...style, bold: true });
    if (token.type === "em") return inlineRuns(token.tokens, { ...style, italic: true });
    if (token.type === "codespan") return [{ text: token.text, style: { ...style, mono: true } }];
    if (token.type === "del") return inlineRuns(token.tokens, { ...style, strike: true });
    if (token.type === "br" || (token.type === "html" && /^<br\s{0,9}\/?>$/i.test(token.raw))) return [{ text: "\n", style }];
    if (token.type === "escape") return [{ text: token.text, style }];
    // Only what leads to the web: a document must not run or open anything else.
    if (token.type === "link") return inlineRuns(token.tokens, /^https?:/i.test(token.href) ? { ...style, link: token.href } : style).concat(addressOf(token, style));
    if (token.type === "image") return [{ text: `[${token.text}] (${token.href})`, style }];
    if ("tokens" in token && token.tokens) return inlineRuns(token.tokens, style);
    return [{ text: "text" in token ? decodeEntities(token.text) : token.raw, style }];
  });
}

/** An address that can't be followed stands there to be read. */
const addressOf = ({ href, text }: Tokens.Link, style: Style): Run[] => (/^https?:/i.test(href) || href.endsWith(text) ? [] : [{ text: ` (${href})`, style }]);

/** The text of a table's cell, in which nothing can be drawn struck through. */
const plainWithStrikes = (runs: Run[]): string => runs.map(({ text, style }) => (style.strike ? `~~${text}~~` : text)).join("");
