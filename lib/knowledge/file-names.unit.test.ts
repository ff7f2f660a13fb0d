import { describe, expect, test } from "vitest";
import { cleanTitle, fileNameOf, titleOfFile, typeOfFile } from "./file-names";

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

describe("a file's type", () => {
  const bytes = (text: string) => Buffer.from(text);

  test.each([
    ["a.pdf", "%PDF-1.7", "pdf"],
    ["a.PDF", "garbage", "pdf"],
    ["a.txt", "%PDF-1.4", "pdf"],
    ["a.txt", "Hello", "txt"],
    ["a.md", "# Hello", "md"],
    ["README.markdown", "<p align=center>Hello</p>", "md"],
    ["a.md", "", "md"],
    ["a.html", "Hello", null],
    ["a.svg", "<svg/>", null],
    ["a", "Hello", null],
    ["pdf", "%PDF-1.7", null],
    ["a.txt", "<!DOCTYPE html><script>", null],
    ["a.md", "\ufeff  <svg onload=x>", null],
    ["a.pdf", "<html>", null],
    ["a.pdf.exe", "MZ", null],
  ])("of %s that begins with %j is %s", (name, head, type) => expect(typeOfFile(name, bytes(head))).toBe(type));
});

test("a document's file is called like its title, with the ending of its type", () => {
  expect(fileNameOf("Minutes", "md")).toBe("Minutes.md");
  expect(fileNameOf("paper.PDF", "pdf")).toBe("paper.PDF");
});
