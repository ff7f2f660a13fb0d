import { expect, it } from "vitest";
import { measureLength, shownAtFirst } from "./length";
import { lexMarkdown } from "./lex";

const measure = (text: string) => measureLength(lexMarkdown(text));

it("counts lines as they are broken on a page, and long code only as far as it is shown", () => {
  expect(measure("a ".repeat(380)).lines).toBe(11);
  expect(measure(`\`\`\`\n${"line\n".repeat(1_000)}\`\`\``).lines).toBe(42);
});

it("says how many blocks fill what is shown at first", () => {
  const { lines, fits } = measure("a\n\n".repeat(1_000));
  expect(lines).toBe(2_000);
  // A paragraph and the space after it are a block each.
  expect(fits).toBe(shownAtFirst.lines - 1);
  expect(measure("one\n\ntwo")).toEqual({ lines: 4, fits: 3 });
});
