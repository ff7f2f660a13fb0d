import { expect, it } from "vitest";
import { firstLine, lineOf } from "./first-line";

it("is one line of the words, without the marks around them", () => {
  expect(firstLine("## A title\n\nSome **bold** words, `code` and [a link](https://example.org).")).toBe("A title Some bold words, code and a link.");
  expect(firstLine("- [x] done\n- [ ] open\n3. third")).toBe("done open 3. third");
  expect(firstLine("> quoted\n```ts\nconst a = 1;\n```")).toBe("quoted const a = 1;");
});

it("leaves what only looks like a mark", () => {
  for (const text of ["a * b and snake_case - here", "2*3", "Foo__bar__(x)", "~2 to ~3", "[a]: https://example.org"]) expect(firstLine(text)).toBe(text);
});

it("ends where no line is long enough to show more", () => {
  expect(firstLine("word ".repeat(1_000)).length).toBeLessThanOrEqual(200);
});

it("is empty where there is nothing to read", () => {
  expect(firstLine(" \n ")).toBe("");
});

it("is the names of the files where a message is nothing else", () => {
  const attachment = { id: "a", name: "plan.pdf", mediaType: "application/pdf", size: 9, width: null, height: null, documentId: null };
  expect(lineOf({ content: "", attachments: [attachment, { ...attachment, name: "map.png" }] })).toBe("plan.pdf, map.png");
  expect(lineOf({ content: "# Look", attachments: [attachment] })).toBe("Look");
});
