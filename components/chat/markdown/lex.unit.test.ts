import { beforeAll, describe, expect, it } from "vitest";
import { decodeEntities } from "@/lib/markdown/entities";
import { closing, lexMarkdown, type MarkdownToken } from "./lex";
import { safeHref } from "./safe-href";

const find = (tokens: MarkdownToken[] | null, type: string): MarkdownToken[] =>
  (tokens ?? []).flatMap((token) => [...(token.type === type ? [token] : []), ...("tokens" in token && token.tokens ? find(token.tokens as MarkdownToken[], type) : [])]);

beforeAll(() => closing.load());

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

const prices = ["$$ or $$$", "costs $$ or $$$ here", "Cost($)/Price($)", "($)x($)", "a cheap ($$) and a dear ($$$) place", "Price: $$ (cheap) to $$$$ (dear)", "$$ only opens\nrest **bold** of text", "in $$ and more $$ so"];

describe("formulas", () => {
  const formulas = (text: string, streaming = false) => find(lexMarkdown(text, { streaming }), "formula").map((token) => (token.type === "formula" ? [token.display ? "display" : "inline", token.text] : []));

  it.each([
    ["$x$, $a_1 + b$ and (\\(y\\))", [["inline", "x"], ["inline", "a_1 + b"], ["inline", "y"]]],
    ["so:\n$$\na\n$$\nand", [["display", "a"]]],
    ["\\[\n\\frac{a}{b}\n\\]", [["display", "\\frac{a}{b}"]]],
    ["in a line $$x^2$$ too", [["display", "x^2"]]],
    ["> $$\n> x\n> $$", [["display", "x"]]],
  ])("are found in %j", (text, found) => expect(formulas(text)).toEqual(found));

  it("are found in the cells of a table", () => {
    expect([...lexMarkdown("| a |\n|-|\n| $x_1$ |")]).toMatchObject([{ type: "table", rows: [[{ tokens: [{ type: "formula", text: "x_1" }] }]] }]);
  });

  it.each(["$5 and $10", "$5 or 10$ in all", "US$5 and US$6", "$HOME/bin:$PATH", "`$x$`", "\\$x$", "$ x $", "\\[not a link\\]", "$1,000-$2,000", "$a\n\nb$", "```\n$x$\n```", ...prices])("are not found in %j", (text) =>
    expect(formulas(text)).toEqual([]));

  it.each([...prices, "price $$, fine\n\nnext **b**", "a \\( b **c**\n\nd", "so \\[ x\n\nnext", "$$\nwords\n\nmore"])("are not found in %j while it is written", (text) => {
    for (let end = 1; end <= text.length; end += 1) {
      const found = find(lexMarkdown(text.slice(0, end), { streaming: true }), "formula");
      // A mark alone on its line may yet become one.
      expect(found.filter((token) => token.type === "formula" && (!token.open || /\n\s*\n/.test(token.raw)))).toEqual([]);
    }
    expect(formulas(text, true)).toEqual([]);
  });

  it.each(["so $$x_1 + \\frac{a", "so \\(x_1 * y", "so:\n\n\\[\nx_1 *"])("that are still being written are one, without marks that aren't theirs: %j", (text) => {
    const [formula] = find(lexMarkdown(text, { streaming: true }), "formula");
    expect(formula).toMatchObject({ open: true });
    expect(text).toContain(formula?.raw.trim());
    expect(formulas(text)).toEqual([]);
  });
});

/** All that the leaves of a text's tokens show, to see that nothing is lost. */
const shown = (tokens: MarkdownToken[]): string => tokens.map((token) => token.raw).join("");

describe("a text made to be slow", () => {
  const many = (part: string) => part.repeat(Math.floor(32_000 / part.length));
  it.each([
    ["quotations", many("> ")],
    ["emphasis", many("_a")],
    ["strong emphasis", many("**a")],
    ["lists in one line", many("1. ")],
    ["lists and quotations", many("> - ")],
    ["nested lists", Array.from({ length: 250 }, (_, depth) => `${" ".repeat(depth * 2)}- a`).join("\n")],
    ["brackets", `${"[".repeat(8_000)}a${"]".repeat(8_000)}`],
    ["images", many("![")],
    ["code marks of every length", Array.from({ length: 240 }, (_, count) => "`".repeat(count + 1)).join(" a ")],
    ["ends of an address", `http://a${many(")")}`],
    ["entities in an address", `http://a${many("&a;")}`],
    ["an address of mail", `${many("a_")}@b.c`],
    ["dollars", many("$")],
    ["formulas without an end", many("\\(a ")],
    ["lines of dollars", many("$$ x $$ y\n")],
    ["tables", `|a|\n|-|\n${many("|a|\n")}`],
    ["definitions", many("[a]: <b\n")],
    ["tags", many('<a href="')],
  ])("is read all the same, and none of it is lost: %s", (_, text) => {
    const letters = (raw: string) => raw.replaceAll(/\s/g, "");
    expect(letters(shown(lexMarkdown(text)))).toContain(letters(text));
    // While it is written, what has only begun at its end may wait.
    expect(letters(shown(lexMarkdown(text, { streaming: true })))).toContain(letters(text.slice(0, -10)).slice(0, 16_000));
  });

  it("leaves what stands beside it as it is", () => {
    const tokens = lexMarkdown(`before **bold**\n\n${many("**a")}\n\nafter **bold**`);
    expect(find([tokens[0], tokens.at(-1)].filter((token) => token !== undefined), "strong")).toHaveLength(2);
  });

  it("doesn't take code for prose", () => {
    const rows = Array.from({ length: 400 }, (_, row) => `select some_column_${row} from some_table_of_rows`).join("\n");
    expect([...lexMarkdown(`**See**\n\n\`\`\`sql\n${rows}\n\`\`\``)]).toMatchObject([{ type: "paragraph", tokens: [{ type: "strong" }] }, { type: "space" }, { type: "code", text: rows }]);
  });

  it("nests no deeper than a page can draw", () => {
    const depth = (tokens: MarkdownToken[]): number =>
      Math.max(0, ...tokens.map((token) => ("tokens" in token && token.tokens ? 1 + depth(token.tokens as MarkdownToken[]) : 0) + ("items" in token ? 1 + Math.max(...token.items.map((item) => depth(item.tokens as MarkdownToken[]))) : 0)));
    for (const text of [many("> "), many("> - "), many("*a **b "), `${"[".repeat(500)}a${"](b)".repeat(500)}`]) expect(depth(lexMarkdown(text))).toBeLessThanOrEqual(60);
  });
});

describe("the same text", () => {
  it("gives the same tokens again, in its own way of breaking lines", () => {
    const text = "one\ntwo";
    expect(lexMarkdown(text)).toBe(lexMarkdown(text));
    expect(find(lexMarkdown(text), "br")).toHaveLength(0);
    expect(find(lexMarkdown(text, { breaks: true }), "br")).toHaveLength(1);
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
