import { describe, expect, it } from "vitest";
import { emojiGroups, findEmojis, usualEmojis } from "./emoji";

const all = emojiGroups.flatMap(({ emojis }) => emojis);
const shown = (query: string) => findEmojis(query).map(({ emoji }) => emoji);

describe("the emojis to choose from", () => {
  it("are each one emoji of one grapheme, as the server wants them, and named", () => {
    const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
    expect(all.length).toBeGreaterThan(200);
    for (const { emoji, name } of all) {
      expect([...graphemes.segment(emoji)], name).toHaveLength(1);
      expect(emoji, name).toMatch(/\p{Emoji}/u);
      expect(name).not.toBe("");
    }
  });

  it("come once each", () => {
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  });

  it("include the usual ones", () => {
    expect(all.map(({ emoji }) => emoji)).toEqual(expect.arrayContaining([...usualEmojis]));
  });
});

describe("finding an emoji", () => {
  it("goes by its name before other words", () => {
    expect(shown("fire")[0]).toBe("🔥");
    expect(shown("rocket")).toEqual(["🚀"]);
  });

  it("goes by what it means, by the beginning of a word, and in any case", () => {
    expect(shown("Agree")).toEqual(expect.arrayContaining(["👍", "🤝", "💯"]));
    expect(shown("celeb")).toEqual(expect.arrayContaining(["🎉", "🥳", "🙌"]));
  });

  it("goes by several words", () => {
    expect(shown("thumbs d")).toEqual(["👎"]);
  });

  it("finds nothing for what isn't there", () => {
    expect(shown("xylophone")).toEqual([]);
  });

  it("gives all for nothing", () => {
    expect(shown("  ")).toHaveLength(all.length);
  });
});
