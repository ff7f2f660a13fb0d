import { expect, it } from "vitest";
import { toBlocks } from "./page-text";

const content = "# Title\n\nFirst paragraph, which\nhas two lines.\n\n\nSecond paragraph.";
const marked = (range: { start: number; end: number }) => toBlocks(content, range, true).map(({ parts }) => parts.filter((part) => part.marked).map((part) => part.text).join("|"));

it("keeps every word and drops only the space between paragraphs", () => {
  expect(toBlocks(content, null, true).map(({ level, parts }) => [level, parts.map(({ text }) => text).join("")])).toEqual([
    [1, "Title"],
    [null, "First paragraph, which\nhas two lines."],
    [null, "Second paragraph."],
  ]);
});

it("takes a number sign for a heading only in Markdown", () => {
  expect(toBlocks("# 1 item", null, false)).toEqual([{ start: 0, level: null, flows: true, parts: [{ text: "# 1 item", marked: false }] }]);
});

it("highlights exactly the characters that the offsets name", () => {
  const start = content.indexOf("which");
  expect(marked({ start, end: start + "which\nhas".length })).toEqual(["", "which\nhas", ""]);
});

it("highlights a passage that crosses paragraphs in each of them", () => {
  expect(marked({ start: content.indexOf("two"), end: content.indexOf("Second") + 6 })).toEqual(["", "two lines.", "Second"]);
});

it("highlights nothing for offsets beyond the page", () => {
  expect(marked({ start: 10_000, end: 10_010 })).toEqual(["", "", ""]);
});

it("sets prose anew and leaves lists, tables and verse as they are", () => {
  const flows = (text: string) => toBlocks(text, null, false).map((block) => block.flows);
  expect(flows("A sentence that was broken at the width of its column\nand goes on here.")).toEqual([true]);
  expect(flows("- one\n- two\n\n| a | b |\n| c | d |\n\nShall I compare thee\nto a summer's day?")).toEqual([false, false, false]);
});
