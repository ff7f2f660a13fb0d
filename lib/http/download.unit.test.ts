import { expect, test } from "vitest";
import { contentDisposition } from "./download";

test("a download's name is safe in a header and true in UTF-8", () => {
  expect(contentDisposition("attachment", 'a "b" 概要.pdf')).toBe(`attachment; filename="a _b_ __.pdf"; filename*=UTF-8''a%20%22b%22%20%E6%A6%82%E8%A6%81.pdf`);
  expect(contentDisposition("attachment", "it's (1).md")).toContain("filename*=UTF-8''it%27s%20%281%29.md");
});
