import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DraftSaver } from "./draft-saver";
import { fromStored, newerDraft, noDraft, toStored, type Draft } from "./merge-draft";

const draft = (text: string, at = 1, replyTo: string | null = null): Draft => ({ text, replyTo, at });

describe("two states of a draft", () => {
  it("are settled by their time, and for the same moment by this browser's", () => {
    expect(newerDraft(draft("here", 5), draft("there", 4)).text).toBe("here");
    expect(newerDraft(draft("here", 4), draft("there", 5)).text).toBe("there");
    expect(newerDraft(draft("here", 5), draft("there", 5)).text).toBe("here");
  });

  it("need not both be there", () => {
    expect(newerDraft(null, draft("there")).text).toBe("there");
    expect(newerDraft(draft("here"), null).text).toBe("here");
    expect(newerDraft(null, null)).toBe(noDraft);
  });

  it("let one that was emptied later win over an older text", () => {
    expect(newerDraft(draft("", 9), draft("there", 5)).text).toBe("");
  });
});

describe("a draft in the browser's storage", () => {
  it("comes back as it was", () => {
    expect(fromStored(toStored(draft("text", 7, "m")))).toEqual(draft("text", 7, "m"));
  });

  it("is nothing when it is something else", () => {
    for (const other of [null, "plain text", "null", "[]", '{"text":1,"at":2}', '{"text":"a"}']) expect(fromStored(other)).toBeNull();
  });
});

describe("keeping a draft on the server", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A saver whose requests end when the test says so. */
  function make(isKept = false) {
    const saved: { text: string; leaving: boolean }[] = [];
    const ends: (() => void)[] = [];
    const saver = new DraftSaver((one, leaving) => {
      saved.push({ text: one.text, leaving });
      return new Promise<void>((resolve) => void ends.push(resolve));
    }, isKept);
    const end = async () => {
      ends.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    };
    return { saver, saved, end, texts: () => saved.map(({ text }) => text) };
  }

  it("waits until the writer rests", async () => {
    const { saver, texts } = make();
    saver.change(draft("a"));
    await vi.advanceTimersByTimeAsync(900);
    saver.change(draft("ab"));
    await vi.advanceTimersByTimeAsync(900);
    expect(texts()).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(texts()).toEqual(["ab"]);
  });

  it("happens at once when the writer leaves", () => {
    const { saver, saved } = make();
    saver.change(draft("a"));
    saver.flush(true);
    expect(saved).toEqual([{ text: "a", leaving: true }]);
  });

  it("never lets an older text arrive last", async () => {
    const { saver, texts, end } = make();
    saver.change(draft("a"));
    saver.flush();
    saver.change(draft("ab"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts()).toEqual(["a"]);
    await end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(texts()).toEqual(["a", "ab"]);
  });

  it("takes it away at once when it was sent, even while it was being kept", async () => {
    const { saver, texts, end } = make();
    saver.change(draft("a"));
    saver.flush();
    saver.change(draft(""));
    await end();
    expect(texts()).toEqual(["a", ""]);
  });

  it("says nothing of a text that the server never had", async () => {
    const { saver, texts } = make();
    saver.change(draft("a"));
    saver.change(draft(""));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts()).toEqual([]);
  });

  it("takes away what the server had when the page was opened", () => {
    const { saver, texts } = make(true);
    saver.change(draft(""));
    expect(texts()).toEqual([""]);
  });
});
