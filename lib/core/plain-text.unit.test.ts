import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text";

describe("the plain text of Markdown", () => {
  it.each([
    ["# Plan\n\n> **Bold** and _slanted_ and ~~gone~~", "Plan Bold and slanted and gone"],
    ["- [ ] buy *milk*\n- [x] pay\n1. first\n   - nested", "buy milk pay first nested"],
    ["See [the guide](https://example.org/a_b?c=1 \"Title\") and ![a cat](cat.png)", "See the guide and a cat"],
    ["<https://example.org> or <mailto:a@example.org>", "https://example.org or mailto:a@example.org"],
    ["| Name | Age |\n|------|----:|\n| Ada | 36 |", "Name Age Ada 36"],
    ["above\n\n---\n\nbelow", "above below"],
    ["use `snake_case` and other_name, not *this*", "use snake_case and other_name, not this"],
    ["```python title=\"a.py\"\ndef f(**kwargs):\n    return a_b * 2\n```\nafter", "def f(**kwargs): return a_b * 2 after"],
    ["~~~\nopen block with *stars*", "open block with *stars*"],
    ["2 * 3 is 6, 50% \\*not slanted\\*", "2 * 3 is 6, 50% *not slanted*"],
    ["a < b and [1] and (2)", "a < b and [1] and (2)"],
    ["tab\tand\u0001control\u0002\u00a0space", "tab and control space"],
    ["  \n\n ", ""],
  ])("of %j is %j", (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it.each([
    ["[".repeat(32_000)],
    ["[a](".repeat(8_000)],
    ["`".repeat(32_000)],
    ["`a ``b ```c ".repeat(2_700)],
    ["*".repeat(32_000)],
    ["_a".repeat(16_000)],
    ["> ".repeat(16_000)],
    ["|-".repeat(16_000)],
    ["- ".repeat(16_000)],
    ["```\n".repeat(8_000)],
    [" ".repeat(32_000)],
  ])("ends, whatever the text, and adds nothing to it (%#)", (text) => {
    expect(plainText(text).length).toBeLessThanOrEqual(text.length);
  });
});
