import { describe, expect, test } from "vitest";
import { cleanTitle, titleOfFile } from "./file-names";

describe("a file's title", () => {
  test.each([
    ["paper.pdf", "paper.pdf"],
    ["C:\\Users\\ada\\notes.md", "notes.md"],
    ["../../etc/passwd.txt", "passwd.txt"],
    ["invoice\u202Efdp.txt", "invoice fdp.txt"],
    ["a\u0000b\r\nc.txt", "a b c.txt"],
    ["Überblick 概要.md", "Überblick 概要.md"],
    ["\u0007", "Untitled"],
    ["", "Untitled"],
  ])("of %j is %j", (name, title) => expect(titleOfFile(name)).toBe(title));

  test("is cut to 255 characters before its ending and never within a character", () => {
    const title = cleanTitle(`${"😀".repeat(200)}.pdf`);
    expect(title.length).toBeLessThanOrEqual(255);
    expect(title.endsWith("😀.pdf")).toBe(true);
    expect(title.isWellFormed()).toBe(true);
  });
});
