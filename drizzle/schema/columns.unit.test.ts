import { expect, test } from "vitest";
import { toIso } from "./columns";

test("a moment reads the same whether its text is cut or parsed", () => {
  const texts = ["2026-11-22 19:11:23+00", "2026-11-22 19:11:23.1+00", "2026-11-22 19:11:23.12+00", "2026-11-22 19:11:23.123+00", "0999-01-02 03:04:05.006+00"];
  expect(texts.map(toIso)).toEqual(texts.map((text) => new Date(text).toISOString()));
  expect(toIso("2026-11-22 19:11:23.123+05:30")).toBe("2026-11-22T13:41:23.123Z");
  expect(toIso("2026-11-22 12:11:23-07")).toBe("2026-11-22T19:11:23.000Z");
});
