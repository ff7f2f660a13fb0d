import { expect, test } from "vitest";
import { emojiOf } from "./emoji";

test.each(["👍", "👍🏽", "❤️", "🇩🇪", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🧑🏻‍❤️‍💋‍🧑🏿"])("%s is one emoji", (text) => expect(emojiOf(text)).toBe(text));

test("an emoji without the mark of its coloured form is the same as with it", () => expect(emojiOf("\u2764")).toBe("\u2764\uFE0F"));

test.each(["", "a", "1", "#", "👍👍", "👍 ", "👍a", "❤️\u0301", "🇩", "\u200d", "\uFE0F", "<b>", "👍".repeat(20), `👍${"\u0301".repeat(30)}`, "\ud83d"])("%j is none", (text) => expect(emojiOf(text)).toBeNull());
