import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text";

describe("the plain text of Markdown", () => {
  it.each([
    ["# Plan\n\n> **Bold** and _slanted_ and ~~gone~~", "Plan Bold and slanted and gone"],
    ["- [ ] buy *milk*\n- [x] pay\n1. first\n   - nested", "buy milk pay 1. first nested"],
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
    ["| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |\n| 5 |", "a b 1 2 3 4 5"],
    ["one<br>two <br /> three <!-- note -->", "one two three <!-- note -->"],
    ["[note]: https://example.org", "[note]: https://example.org"],
    ["[note]: call\n[note]: again\n\nsee [note]", "[note]: again see note"],
    ["~2 to ~3~ and ~~gone~~", "~2 to ~3~ and gone"],
    ["2*3 and 2*3*4 and 2**3**4 and f(a)*(b)*c and Foo_(bar)", "2*3 and 2*3*4 and 2**3**4 and f(a)*(b)*c and Foo_(bar)"],
    ["0. none\n1. one", "0. none 1. one"],
    ["2024. A good year", "2024. A good year"],
    ["hard  \nbreak\\\nand another", "hard break and another"],
    ["---", "---"],
    ["[](https://example.org) ![](cat.png)", "https://example.org cat.png"],
    ["a &lt; b &amp; c", "a < b & c"],
    ["$a*b*c$", "$a*b*c$"],
    ["**「強調」**です **終。**次 **重要 (note)**です これは**“强调”**的", "「強調」です 終。次 重要 (note)です これは“强调”的"],
    ["https://example.org/a、次", "https://example.org/a、次"],
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
    [" \n".repeat(16_000)],
    ["|-\n".repeat(10_000)],
    ["-\n".repeat(16_000)],
  ])("ends, whatever the text, and adds nothing to it (%#)", (text) => {
    expect(plainText(text).length).toBeLessThanOrEqual(text.length);
  });
});
