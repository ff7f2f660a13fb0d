import { describe, expect, test } from "vitest";
import { samplePaper } from "@/e2e/files/sample-paper";
import { chunkPages, MAX_LENGTH } from "@/lib/knowledge/chunking/chunk";
import type { PageText } from "@/lib/knowledge/extraction/extracted-text";

/**
 * What breaks the rules that hold for every text: exact places, order, no overlap, nothing lost but white space, no
 * passage too long or with half a character. Empty when all is well.
 */
function violations(pages: PageText[]): string[] {
  const found: string[] = [];
  const chunks = chunkPages(pages);
  chunks.forEach((chunk, index) => {
    if (chunk.index !== index) found.push(`number ${index} says it is ${chunk.index}`);
  });
  for (const page of pages) {
    let place = 0;
    for (const chunk of chunks.filter((candidate) => candidate.page === page.number)) {
      const { start, end, text } = chunk;
      if (page.text.slice(start, end) !== text) found.push(`${start} to ${end} isn't its text`);
      if (start < place) found.push(`${start} overlaps what ends at ${place}`);
      if (page.text.slice(place, start).trim() !== "") found.push(`text is lost before ${start}`);
      if (text.length > MAX_LENGTH || text === "" || text.trim() !== text) found.push(`${start} to ${end} is ill cut`);
      if (!text.isWellFormed()) found.push(`${start} to ${end} has half a character`);
      place = end;
    }
    if (page.text.slice(place).trim() !== "") found.push(`text is lost after ${place}`);
  }
  return found;
}

const onePage = (text: string) => chunkPages([{ number: 1, text }]);
const violationsOf = (text: string) => violations([{ number: 1, text }]);

describe("places are exact and nothing is lost", () => {
  /** Numbers that look random and are the same in every run. */
  function* numbers(seed: number): Generator<number> {
    for (let state = seed; ; ) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      yield state / 2_147_483_648;
    }
  }

  const PARTS = [
    "The gate opens. ", "e.g. ", "Fig. 3 shows it", "\n", "\n\n", "   ", "🎉", "👩‍👩‍👧‍👦", "水門が開く。", "潮位が上がる", "# Head\n", "```\n",
    "| a | b |\n", "|---|---|\n", "3.1 Traces\n", "\t", "x".repeat(700), "word ", "- item\n", "…", "é", "\u0301", "العربية ", "Dr. Marlow", "?! ",
  ];

  test.each(Array.from({ length: 60 }, (_, seed) => seed))("for mixed text number %i", (seed) => {
    const random = numbers(seed * 7_919 + 1);
    const next = () => random.next().value ?? 0;
    const pages = Array.from({ length: 1 + Math.floor(next() * 3) }, (_, index) => ({
      number: index + 1,
      text: Array.from({ length: Math.floor(next() * 400) }, () => PARTS[Math.floor(next() * PARTS.length)] ?? "").join(""),
    }));
    expect(violations(pages)).toEqual([]);
  });

  test("for nothing, white space and a single character", () => {
    expect(chunkPages([])).toEqual([]);
    expect(onePage(" \n\n ")).toEqual([]);
    expect(onePage("x")).toEqual([{ index: 0, page: 1, start: 0, end: 1, text: "x", heading: null }]);
  });

  test.each([
    ["prose in one line", "The keeper opens the gate at 3.5 m, see Fig. 3. Then he waits. "],
    ["one word without end", "a"],
    ["Chinese characters without a full stop", "潮位上升水门打开"],
    ["faces of several characters each", "👩‍👩‍👧‍👦"],
    ["tiny lines", "abc\n"],
    ["open code fences", "```\n"],
    ["headings", "# a\n\n"],
    ["tables", "|a|b|\n|-|-|\n"],
    ["empty lines", "\n"],
  ])("for a megabyte of %s", (_name, unit) => {
    expect(violationsOf(unit.repeat(Math.ceil(1_000_000 / unit.length)))).toEqual([]);
  });

  test("for five thousand tiny lines, each chunk of whole lines", () => {
    const text = Array.from({ length: 5_000 }, (_, line) => `line ${line}`).join("\n");
    expect(violationsOf(text)).toEqual([]);
    for (const chunk of onePage(text)) expect(chunk.text).toMatch(/^line \d+\n[^]*line \d+$/);
  });

  test("for five megabytes, in time that grows with the length", () => {
    const text = "The gate opens at dawn, cf. Fig. 3. It closes when the levels meet.\n".repeat(75_000);
    expect(violationsOf(text)).toEqual([]);
  });
});

describe("where passages end", () => {
  const sentence = (words: number) => `The ${"water ".repeat(words)}rises.`;

  test("at a sentence's end, also after abbreviations", () => {
    const text = Array.from({ length: 60 }, (_, n) => `As Marlow et al. (1929) show in Fig. ${n}, e.g. at night, the tide rises.`).join(" ");
    const chunks = onePage(text);
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) expect(chunk.text).toMatch(/^As Marlow[^]*rises\.$/);
  });

  test("with a paragraph, when the passage is long enough by then", () => {
    const paragraph = sentence(140);
    expect(onePage(`${paragraph}\n\n${sentence(60)} ${sentence(60)}`).map((chunk) => chunk.text)[0]).toBe(paragraph);
  });

  test("before a heading, which the passages below it carry, over pages too", () => {
    const chunks = chunkPages([
      { number: 1, text: "Before.\n\n# One\n\nFirst.\n\n# Two\n\n## Inner\n\nSecond." },
      { number: 2, text: "Third." },
    ]);
    expect(chunks.map(({ page, heading, text }) => [page, heading, text])).toEqual([
      [1, null, "Before."],
      [1, "One", "# One\n\nFirst."],
      [1, "Inner", "# Two\n\n## Inner\n\nSecond."],
      [2, "Inner", "Third."],
    ]);
  });

  test("before the headings that papers have", () => {
    const chunks = onePage("Abstract\nWe look.\n\n3.1 Traces\n\nWe trace.\n\n4. Nested Trace Tree Formation\n\nWe nest.");
    expect(chunks.map((chunk) => chunk.heading)).toEqual(["Abstract", "3.1 Traces", "4. Nested Trace Tree Formation"]);
  });

  test("never within code or a table that fits", () => {
    const code = "```ts\n" + "const gate = open();\n\n".repeat(60) + "```";
    const table = "| tide | level |\n|---|---|\n" + "| high | 3.1 m |\n".repeat(60).trimEnd();
    const chunks = onePage([sentence(150), code, sentence(150), table, sentence(20)].join("\n\n"));
    expect(chunks.some((chunk) => chunk.text.includes(code))).toBe(true);
    expect(chunks.some((chunk) => chunk.text.includes(table))).toBe(true);
  });

  test("between words, where no sentence ends", () => {
    for (const chunk of onePage("alpha beta gamma delta ".repeat(1_000))) {
      expect(chunk.text).toMatch(/^(?:alpha|beta|gamma|delta)\b[^]*\b(?:alpha|beta|gamma|delta)$/);
    }
    for (const chunk of onePage("水門が開く".repeat(2_000))) expect(chunk.text).toMatch(/^(?:水門|が|開く)/);
  });

  test("in the sample paper, with the answer whole in one passage", () => {
    const chunks = onePage(samplePaper.markdown());
    expect(chunks.filter((chunk) => chunk.text.includes(samplePaper.answer.sentence)).map((chunk) => chunk.heading)).toEqual([
      "3.1 Opening",
    ]);
  });
});
