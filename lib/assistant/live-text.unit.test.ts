import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { batchMs, LiveText } from "./live-text";

describe("an answer's text while it grows", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function collect(begun = "") {
    const sent: { offset: number; text: string }[] = [];
    return { sent, text: new LiveText((offset, text) => sent.push({ offset, text }), begun) };
  }

  it("sends the first piece at once and gathers the next ones", () => {
    const { sent, text } = collect();
    text.append("The ");
    text.append("recorder ");
    text.append("stops");
    expect(sent).toEqual([{ offset: 0, text: "The " }]);
    vi.advanceTimersByTime(batchMs);
    expect(sent.slice(1)).toEqual([{ offset: 4, text: "recorder stops" }]);
  });

  it("sends what is left when it ends", () => {
    const { sent, text } = collect();
    text.append("a");
    text.append("b");
    text.end();
    expect(sent.map((piece) => piece.text).join("")).toBe("ab");
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(2);
  });

  it("never parts a character, neither between pieces of the model nor in a long one", () => {
    const { sent, text } = collect();
    text.append("\uD83D");
    expect(sent).toEqual([]);
    text.append(`\uDE00${"😀".repeat(4_000)}`);
    text.end();
    expect(text.content).toBe("😀".repeat(4_001));
    expect(sent.length).toBeGreaterThan(4);
    for (const piece of sent) expect(piece.text.isWellFormed()).toBe(true);
    expect(sent.map((piece) => piece.text).join("")).toBe(text.content);
  });

  it("replaces what a database can't hold, by one character each", () => {
    const { sent, text } = collect();
    text.append("a\u0000b\uDC00c\uD800");
    text.end();
    expect(text.content).toBe("a\uFFFDb\uFFFDc\uFFFD");
    expect(sent.map((piece) => piece.text).join("")).toBe(text.content);
  });

  it("goes on after what is there, which it doesn't send again", () => {
    const { sent, text } = collect("begun ");
    text.append("and ended");
    text.end();
    expect(text.content).toBe("begun and ended");
    expect(sent).toEqual([{ offset: 6, text: "and ended" }]);
  });

  it("begins at the offset 0 once it was cleared", () => {
    const { sent, text } = collect("begun ");
    text.append("\uD83D");
    text.clear();
    text.append("anew");
    text.end();
    expect(text.content).toBe("anew");
    expect(sent).toEqual([{ offset: 0, text: "anew" }]);
  });
});
