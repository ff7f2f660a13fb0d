import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDamagedPdf, makeEmptyPdf, makeEncryptedPdf, makePdf } from "@/e2e/files/make-pdf";
import { samplePaper } from "@/e2e/files/sample-paper";
import { extractText } from "@/lib/knowledge/extraction/extract";
import type { DocumentType } from "@/lib/knowledge/extraction/extracted-text";
import { readDocument } from "@/lib/knowledge/extraction/read-document";

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "extraction-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(bytes: Uint8Array | string): Promise<string> {
  const name = path.join(folder, `file-${(count += 1)}`);
  await writeFile(name, bytes);
  return name;
}

/** Reads on this thread, where what is run is seen. What the thread adds is tested with `extractText` itself. */
async function extract(bytes: Uint8Array | string, documentType: DocumentType) {
  return readDocument({ path: await file(bytes), documentType }, () => {});
}

describe("a PDF", () => {
  test("gives its pages, headings and title, and tells how far it is", async () => {
    const fractions: number[] = [];
    const { pages, title } = await extractText({
      path: await file(samplePaper.pdf()),
      documentType: "pdf",
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(title).toBe(samplePaper.title);
    expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pages.flatMap((page) => page.headings?.map((heading) => heading.text))).toEqual([
      samplePaper.title,
      "Abstract",
      "1. Introduction",
      "2. The Mill and Its Pond",
      "2.1 Float Gauges",
      "3. The Controller",
      "3.1 Opening",
      "3.2 Closing",
      "4. Motor and Transmission",
      "4.1 Noise",
      "5. Failures and Safety",
      "5.1 Gauges",
      "5.2 Power and Ice",
      "6. Results",
      "7. Conclusions",
      "References",
    ]);
    for (const page of pages) {
      for (const heading of page.headings ?? []) expect(page.text.startsWith(heading.text, heading.start)).toBe(true);
    }
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test("has the sentences that its lines were broken from, on their pages", async () => {
    const { pages } = await extract(samplePaper.pdf(), "pdf");
    for (const { sentence, page } of [samplePaper.answer, { ...samplePaper.followUp, page: 5 }]) {
      expect(pages.filter(({ text }) => text.includes(sentence)).map(({ number }) => number)).toEqual([page]);
    }
  });

  test("joins words that a hyphen broke, but for those written with one", async () => {
    const lines = ["The gate is open-", "ed by hand; it is a well-known rule of good prac-", "tice, and so well-", "known here."];
    const { pages } = await extract(makePdf([lines]), "pdf");
    expect(pages[0]?.text).toContain("The gate is opened by hand");
    expect(pages[0]?.text).toContain("good practice, and so well-known here.");
  });

  test("keeps an empty page's number", async () => {
    const { pages } = await extract(makePdf([["One"], [], ["Three (3) — “naïve\\”"]]), "pdf");
    expect(pages.map((page) => page.text)).toEqual(["One", "", "Three (3) — “naïve\\”"]);
  });
});

describe("plain text and Markdown", () => {
  test("are the single page 1, without characters that can't be stored", async () => {
    const { pages, title } = await extract("\ufeffUne e\u0301tude\r\n\r\nAbstract\r\nbell \u0007 rings 🎉", "txt");
    expect(pages).toEqual([
      {
        number: 1,
        text: "Une étude\n\nAbstract\nbell  rings 🎉",
        headings: [{ start: 11, level: 2, text: "Abstract" }],
      },
    ]);
    expect(title).toBeNull();
  });

  test.each([
    ["UTF-16, little end first", Buffer.from("\ufeffGrüße", "utf16le")],
    ["UTF-16, big end first", Buffer.from("\ufeffGrüße", "utf16le").swap16()],
    ["UTF-8", Buffer.from("Grüße")],
  ])("are read as %s", async (_name, bytes) => {
    expect((await extract(bytes, "txt")).pages[0]?.text).toBe("Grüße");
  });

  test("a UTF-8 file that was cut within a character keeps its other characters", async () => {
    const bytes = Buffer.from("Größenmaße für die Tür: süß, kühl, müde".repeat(3) + "ü");
    expect((await extract(bytes.subarray(0, -1), "txt")).pages[0]?.text).toMatch(/^Größenmaße.*müde\ufffd$/);
  });

  test("Markdown keeps its text and gives its headings, but none of its code", async () => {
    const text = "# The *Mill*\n\nWords.\n\n```sh\n# no heading\n```\n\nPond\n----\n\n## [Gate](x) ##\n";
    const { pages, title } = await extract(text, "md");
    expect(title).toBe("The Mill");
    expect(pages[0]?.text).toBe(text);
    expect(pages[0]?.headings).toEqual([
      { start: 0, level: 1, text: "The Mill" },
      { start: text.indexOf("Pond"), level: 2, text: "Pond" },
      { start: text.indexOf("## ["), level: 2, text: "Gate" },
    ]);
  });
});

describe("a file that can't be read", () => {
  test.each<[string, string, DocumentType, Uint8Array | string]>([
    ["a PDF that asks for a password", "encrypted", "pdf", makeEncryptedPdf()],
    ["a PDF without a structure", "damaged", "pdf", makeDamagedPdf()],
    ["a PDF cut in its first object", "damaged", "pdf", samplePaper.pdf().subarray(0, 60)],
    ["a text named PDF", "damaged", "pdf", "Just words."],
    ["a PDF without text", "empty", "pdf", makeEmptyPdf()],
    ["a file without bytes", "empty", "pdf", ""],
    ["a text of white space", "empty", "txt", " \n\t\n"],
    ["a PDF named text", "damaged", "txt", samplePaper.pdf()],
    ["bytes with NULs named text", "damaged", "txt", Uint8Array.of(72, 105, 0, 1, 2)],
    ["controls named Markdown", "damaged", "md", Uint8Array.from({ length: 200 }, (_, index) => 1 + (index % 8))],
  ])("%s is %s", async (_name, code, documentType, bytes) => {
    await expect(extract(bytes, documentType)).rejects.toMatchObject({ name: "ExtractionError", code });
  });

  test("a type that isn't known is unsupported", async () => {
    // Another version's row could name a type that this one doesn't know.
    await expect(extract("words", "docx" as DocumentType)).rejects.toMatchObject({ code: "unsupported" });
  });

  test("a missing file is an error of ours, not of the document", async () => {
    await expect(extractText({ path: path.join(folder, "missing"), documentType: "pdf" })).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});

describe("the thread", () => {
  /** Takes far longer to read than any of these tests waits. */
  const endless = () => makePdf(Array.from({ length: 4_000 }, (_, page) => [`Page ${page}`]));

  test("ends when its time is up", async () => {
    const reading = extractText({ path: await file(endless()), documentType: "pdf", timeLimit: 50 });
    await expect(reading).rejects.toMatchObject({ name: "ExtractionError", code: "too-long" });
  });

  test("ends when it unpacks to more memory than a document may take", async () => {
    const reading = extractText({ path: await file(bomb(4_000)), documentType: "pdf", growthLimit: 300_000_000 });
    await expect(reading).rejects.toMatchObject({ name: "ExtractionError", code: "too-long", message: expect.stringContaining("memory") as string });
  });

  test("ends when it is aborted, with the reason that was given", async () => {
    const abort = new AbortController();
    const reason = new Error("the document was deleted");
    const fractions: number[] = [];
    const reading = extractText({
      path: await file(endless()),
      documentType: "pdf",
      signal: abort.signal,
      onProgress: (fraction) => {
        fractions.push(fraction);
        abort.abort(reason);
      },
    });
    await expect(reading).rejects.toBe(reason);
    // The promise settles after the thread has ended, so nothing can follow.
    expect(fractions).toHaveLength(1);
    expect(fractions[0]).toBeLessThan(1);
  });

  test("isn't started for a signal that was aborted before", async () => {
    const reading = extractText({ path: "nowhere", documentType: "pdf", signal: AbortSignal.abort("too late") });
    await expect(reading).rejects.toBe("too late");
  });
});

/** A PDF of one page whose content is so many megabytes of spaces: one packed megabyte, over and over. */
function bomb(megabytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(1_000_000, " "), { finishFlush: constants.Z_FULL_FLUSH });
  const content = Buffer.concat([Buffer.from([0x78, 0x01]), ...Array.from({ length: megabytes }, () => packed), Buffer.from([0x03, 0x00])]);
  const objects = [
    Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
    Buffer.from("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
    Buffer.from("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"),
    Buffer.concat([Buffer.from(`<</Length ${content.byteLength}/Filter/FlateDecode>>\nstream\n`), content, Buffer.from("\nendstream")]),
  ];
  const parts = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  const position = () => parts.reduce((sum, part) => sum + part.byteLength, 0);
  for (const [index, object] of objects.entries()) {
    offsets.push(position());
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n"));
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const end = `xref\n0 5\n0000000000 65535 f \n${rows}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${position()}\n%%EOF`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}
