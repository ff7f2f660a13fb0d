import { describe, expect, it } from "vitest";
import { initials } from "@/components/ui/initials";
import { momentInWords } from "@/components/ui/moment";
import { themeAttribute, themeFromCookie } from "@/components/theme/theme";

describe("initials", () => {
  it.each([
    ["Ada Lovelace", "AL"],
    ["Theano", "T"],
    ["  Juan   Carlos de la Cruz ", "JC"],
    ["Øyvind Åse", "ØÅ"],
    ["ирина петрова", "ИП"],
    ["山田 太郎", "山太"],
    ["(Bot) 7", "B7"],
    ["e\u0301mile zola", "E\u0301Z"],
    ["🦉", "?"],
    ["", "?"],
  ])("of %j are %j", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe("a moment in words", () => {
  const now = new Date(2026, 4, 20, 12, 0, 0).getTime();
  const ago = (seconds: number) => momentInWords(new Date(now - seconds * 1000), "relative", "en", now);

  it.each([
    [5, "now"],
    [50, "1 min. ago"],
    [190, "3 min. ago"],
    [3 * 3600 + 60, "3 hr. ago"],
    [26 * 3600, "yesterday"],
    [8 * 86_400, "May 12"],
    [400 * 86_400, "Apr 15, 2025"],
  ])("%d seconds ago is %j", (seconds, expected) => {
    expect(ago(seconds)).toBe(expected);
  });

  it("speaks of the future and in other languages", () => {
    expect(momentInWords(new Date(now + 7_200_000), "relative", "de", now)).toBe("in 2 Std.");
  });

  it("tells the time of day", () => {
    expect(momentInWords(new Date(now), "clock", "de", now)).toBe("12:00");
  });
});

describe("the theme's cookie", () => {
  it("is trusted only for what it may say", () => {
    expect([themeFromCookie("dark"), themeFromCookie("light"), themeFromCookie("<b>"), themeFromCookie(undefined)]).toEqual(["dark", "light", "system", "system"]);
    expect([themeAttribute("dark"), themeAttribute("system")]).toEqual(["dark", undefined]);
  });
});
