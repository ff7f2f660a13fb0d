import { describe, expect, test } from "vitest";
import { fileNameOf, typeOfAttachedFile, typeOfFile } from "./file-names";

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

describe("the type of a file that comes with a message", () => {
  test.each([
    ["a.md", "# Hello", "md"],
    ["a.pdf", "%PDF-1.7", "pdf"],
    ["main.py", "print('hello')", "txt"],
    ["Main.TS", "const a = 1;", "txt"],
    ["data.csv", "a,b\n1,2", "txt"],
    ["Dockerfile", "FROM scratch", "txt"],
    ["a.py", "\u0000\u0001binary", null],
    ["a.js", "<svg onload=alert(1)>", null],
    ["a.txt", "<!doctype html>", null],
    ["a.svg", "<svg/>", null],
    ["a.html", "Hello", null],
    ["a.zip", "PK", null],
    ["a.docx", "PK", null],
    ["a", "Hello", null],
  ])("of %s that begins with %j is %s", (name, head, type) => expect(typeOfAttachedFile(name, Buffer.from(head))).toBe(type));

  test.each([
    ["UTF-16 without a mark", Buffer.from("a,b\n1,2\n", "utf16le")],
    ["UTF-16 with its big end first", Buffer.from("\ufeffName,Größe\n", "utf16le").swap16()],
    ["UTF-16 with a mark, in Chinese", Buffer.from("\ufeff你好\n", "utf16le")],
    ["UTF-8 with a NUL", Buffer.from(`${"a,b\n".repeat(20)}\0`)],
    ["Windows-1252", Buffer.from("Name,Gr\xf6\xdfe\n", "latin1")],
  ])("in %s is text", (_encoding, head) => expect(typeOfAttachedFile("data.csv", head)).toBe("txt"));
});
