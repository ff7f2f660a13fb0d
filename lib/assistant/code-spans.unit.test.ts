import { expect, it } from "vitest";
import { blankCode } from "./code-spans";

it.each([
  ["Take `a[1]` and ``b ` c``.", "Take        and          ."],
  ["a\n```js\nx\n```\nb", "a\n           \nb"],
  ["~~~\nopen", "        "],
  ["`not closed", "`not closed"],
  ["one ` two `` three", "one ` two `` three"],
])("blanks the code of %j", (text, blanked) => expect(blankCode(text)).toBe(blanked));

it.each([[`x${"`".repeat(500_000)}`], [Array.from({ length: 800 }, (_, length) => "`".repeat(length)).join("x")], [" ".repeat(500_000)]])("ends, whatever the text (%#)", (text) => {
  expect(blankCode(text)).toHaveLength(text.length);
});
