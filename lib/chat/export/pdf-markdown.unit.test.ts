import { Readable } from "node:stream";
import PDFDocument from "pdfkit";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { conversationPdf } from "./pdf";

const at = "2026-03-01T10:00:00.000Z";
const messageOf = (content: string) => ({ id: "1", role: "user", userName: "Edda", content, status: "complete", citations: [], attachments: [], metadata: {}, createdAt: at, deletedAt: null, pinnedAt: null }) as unknown as Message;
const written = async (content: string) => new Uint8Array(Buffer.concat(await Array.fromAsync(conversationPdf("Bees", at, Readable.from([messageOf(content)])) as unknown as Readable)));

/** The lines of the message's text, below who wrote it and when. */
async function linesOf(content: string): Promise<string[]> {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const loading = getDocument({ data: await written(content), verbosity: 0 });
  const page = await (await loading.promise).getPage(1);
  const { items } = await page.getTextContent();
  await loading.destroy();
  const lines = new Map<number, string>();
  for (const item of items) if ("str" in item && item.str !== "") lines.set(Math.round(item.transform[5]), (lines.get(Math.round(item.transform[5])) ?? "") + item.str);
  return [...lines.values()].map((line) => line.replaceAll(/\s+/g, " ").trim()).slice(4);
}
const textOf = async (content: string) => (await linesOf(content)).join(" ");

describe("the text of a message in a PDF", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["the surplus cells of a row", "| a | b |\n| - | - |\n| c | d | surplus | more |", ["surplus", "more"]],
    ["surplus cells without outer bars", "a | b\n- | -\nc | d | surplus", ["surplus"]],
    ["surplus cells of the second row", "| a | b |\n| - | - |\n| c | d |\n| e \\| f | g | surplus |", ["e | f", "surplus"]],
    ["strikes within a table", "| a | b |\n| - | - |\n| ~~no~~ | d |", ["~~no~~"]],
    ["a definition alone", "[bees]: https://example.org/bees", ["[bees]: https://example.org/bees"]],
    ["a second definition of a link", "[bees]: https://example.org/a\n[bees]: https://example.org/b", ["example.org/a", "example.org/b"]],
    ["single tildes", "It took ~2 to ~3 days, or ~5~ at most.", ["~2 to ~3 days, or ~5~ at most"]],
    ["a list from zero", "0. nought\n1. one", ["0. nought", "1. one"]],
    ["a list from seven", "7. seven\n8. eight", ["7. seven", "8. eight"]],
    ["the language of code", "```python\nx = 1\n```", ["python", "x = 1"]],
    ["marks in code", "`a ~~b~~ <br> *c*`", ["a ~~b~~ <br> *c*"]],
    ["the address of an image", "![A bee](https://example.org/bee.png)", ["A bee", "https://example.org/bee.png"]],
    ["the address of a link that isn't of the web", "[a bee](ftp://example.org/bee)", ["a bee", "ftp://example.org/bee"]],
    ["marks that were escaped", "\\*a\\* \\&lt;", ["*a*"]],
    ["an element of HTML", "a <b>bold</b> bee\n\n<div>honey</div>", ["<b>bold</b>", "<div>honey</div>"]],
  ])("keeps %s", async (_what, content, kept) => {
    const text = await textOf(content);
    for (const words of kept) expect(text).toContain(words);
  });

  test.each([
    ["a hard break of spaces", "one  \ntwo"],
    ["a hard break of a backslash", "one\\\ntwo"],
    ["a break of HTML", "one<br>two"],
    ["a break of XHTML", "one<br />two"],
  ])("breaks the line at %s", async (_what, content) => {
    expect(await linesOf(content)).toEqual(["one", "two"]);
  });

  test("is struck through where it was struck, and only there", async () => {
    const draw = vi.spyOn(PDFDocument.prototype, "text");
    await written("Keep ~~drop **all**~~ this ~one~ ~~gone~~");
    const struck = draw.mock.calls.filter((call) => call.some((argument) => typeof argument === "object" && argument !== null && "strike" in argument && argument.strike === true));
    expect(struck.map(([text]) => text)).toEqual(["drop ", "all", "gone"]);
  });
});
