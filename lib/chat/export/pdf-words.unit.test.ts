import fc from "fast-check";
import { Readable } from "node:stream";
import PDFDocument from "pdfkit";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { conversationPdf } from "./pdf";
import { breakLongWords } from "./pdf-words";

const zeroWidthSpace = "\u200B";
const longestWord = (text: string) => Math.max(...text.split(/[ \n\t\u200B]/).map((word) => Array.from(word).length));

describe("long words", () => {
  test("have a place to break at within every 120 characters, and lose none of their characters", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom("a", " ", "\n", "é", "e\u0301", "\u0301", "蜜", "🐝", "\u00A0", "\u200D", "x".repeat(90), "\u0301".repeat(200)), { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      expect(breakLongWords(text).replaceAll(zeroWidthSpace, "")).toBe(text);
      expect(longestWord(breakLongWords(text))).toBeLessThanOrEqual(120);
    }));
  });

  test("of usual length stay as they are", () => {
    const text = `${"honey ".repeat(100)}${"x".repeat(80)}`;
    expect(breakLongWords(text)).toBe(text);
  });

  test("are not broken between a letter and its marks", () => {
    expect(breakLongWords(`${"x".repeat(79)}e\u0301yz`)).toBe(`${"x".repeat(79)}e\u0301${zeroWidthSpace}yz`);
  });
});

describe("a message of 32,000 characters without a space", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["in a paragraph", (word: string) => word],
    ["in a heading", (word: string) => `# ${word}`],
    ["in code", (word: string) => `\`\`\`\n${word}\n\`\`\``],
    ["in a table", (word: string) => `| a | b |\n| - | - |\n| ${word} | c |`],
    ["in a list", (word: string) => `- ${word}`],
    ["in a quotation", (word: string) => `> ${word}`],
  ])("is measured a few times over, not hundreds: %s", async (_where, around) => {
    const measure = vi.spyOn(PDFDocument.prototype, "widthOfString");
    const at = "2026-03-01T10:00:00.000Z";
    const message = { id: "1", role: "user", userName: "Edda", content: around("w".repeat(32_000)), status: "complete", citations: [], attachments: [], metadata: {}, createdAt: at, deletedAt: null, pinnedAt: null } as unknown as Message;
    await Array.fromAsync(conversationPdf("Bees", at, Readable.from([message])) as unknown as Readable);
    const measured = measure.mock.calls.reduce((sum, [text]) => sum + String(text).length, 0);
    expect(measured).toBeLessThan(60 * 32_000);
  });
});
