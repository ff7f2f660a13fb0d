import { expect, test } from "vitest";
import { fateOfDigest } from "./digest-cookie";

const since = "2026-01-01T10:00:00.000Z";

test("a digest that was put away stays away, until there is another", () => {
  expect(fateOfDigest(`dismissed@${since}`, since)).toBe("dismissed");
  expect(fateOfDigest(`seen@${since}`, since)).toBe("seen");
  expect(fateOfDigest(`dismissed@${since}`, "2026-01-02T10:00:00.000Z")).toBeNull();
});

test("a cookie that says something else says nothing", () => {
  for (const cookie of [undefined, "", "seen", `gone@${since}`, `@${since}`]) expect(fateOfDigest(cookie, since)).toBeNull();
});
