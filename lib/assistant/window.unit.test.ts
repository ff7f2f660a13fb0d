import { describe, expect, it } from "vitest";
import { cutToTokens, estimateTokens, shareWindow } from "./window";

const model = (contextTokens: number) => ({ name: "m", kind: "compatible" as const, sees: false, contextTokens });

describe("a model's window", () => {
  it("is counted by about four Latin characters a token, and by far fewer Chinese ones", () => {
    expect(estimateTokens("x".repeat(400))).toBe(100);
    expect(estimateTokens("字".repeat(150))).toBe(100);
    expect(estimateTokens("한".repeat(15) + "abcd")).toBe(11);
  });

  it("cuts a text to a number of tokens, never within a character", () => {
    expect(cutToTokens("short", 100)).toBe("short");
    expect(estimateTokens(cutToTokens("字".repeat(1_000), 100))).toBeLessThanOrEqual(100);
    expect(cutToTokens("😀".repeat(100), 3).isWellFormed()).toBe(true);
  });

  it.each([1_024, 8_192, 32_000, 128_000])("of %d tokens leaves room for the answer", (contextTokens) => {
    for (const hasFiles of [false, true]) {
      const { passages, history } = shareWindow(model(contextTokens), 300, hasFiles);
      expect(300 + passages + history).toBeLessThan(contextTokens * 0.98);
      expect(history).toBeGreaterThan(contextTokens * 0.19);
    }
  });

  it("keeps room for the newest messages, however long the instructions are", () => {
    expect(shareWindow(model(8_192), 20_000, false)).toEqual({ passages: 0, history: 1_638 });
  });
});
