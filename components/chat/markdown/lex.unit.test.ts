import { describe, expect, it } from "vitest";
import { decodeEntities, lexMarkdown, type MarkdownToken } from "./lex";
import { safeHref } from "./safe-href";

const find = (tokens: MarkdownToken[] | null, type: string): MarkdownToken[] =>
  (tokens ?? []).flatMap((token) => [...(token.type === type ? [token] : []), ...("tokens" in token && token.tokens ? find(token.tokens as MarkdownToken[], type) : [])]);

describe("citations", () => {
  it("are found in running text, one or several", () => {
    expect(find(lexMarkdown("The recorder stops [1] and [2, 3]."), "citation")).toMatchObject([{ numbers: [1] }, { numbers: [2, 3] }]);
  });

  it("are not found in code, in links or behind a backslash", () => {
    expect(find(lexMarkdown("`a[1]` \\[1] [1](https://a.b) \n\n```\nx[1]\n```"), "citation")).toEqual([]);
  });

  it("don't flicker while they are written", () => {
    const text = (tokens: MarkdownToken[] | null) => tokens?.map((token) => token.raw).join("");
    expect(text(lexMarkdown("It stops [1", { streaming: true }))).toBe("It stops");
  });
});

describe("a text that is still being written", () => {
  it("has its open marks closed", () => {
    expect(find(lexMarkdown("this is **impor", { streaming: true }), "strong")).toHaveLength(1);
  });

  it("keeps an open block of code as code", () => {
    expect(find(lexMarkdown("```ts\nconst a = **1", { streaming: true }), "code")).toMatchObject([{ text: "const a = **1" }]);
  });
});

describe("a text made to be slow", () => {
  it.each([
    ["quotations", "> ".repeat(16_000)],
    ["emphasis", "_a".repeat(16_000)],
    ["lists", Array.from({ length: 250 }, (_, depth) => `${" ".repeat(depth * 2)}- a`).join("\n")],
  ])("is not parsed: %s", (_, text) => {
    expect(lexMarkdown(text)).toBeNull();
  });
});

describe("entities", () => {
  it("become their characters, unknown ones stay", () => {
    expect(decodeEntities("a &amp; b &lt;c&gt; &#8212; &#x2014; &unknow; &#0; &#x110000;")).toBe("a & b <c> — — &unknow; &#0; &#x110000;");
  });
});

describe("a link", () => {
  it.each(["https://example.org/a", "http://example.org/", "mailto:a@example.org"])("may lead to %s", (href) => expect(safeHref(href)).toBe(href));
  it.each(["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "/api/auth", "//evil.example", "file:///etc/passwd", "java\nscript:alert(1)", ""])("never leads to %j", (href) =>
    expect(safeHref(href)).toBeNull());
});
