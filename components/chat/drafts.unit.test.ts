import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DraftSaver } from "./draft-saver";
import { DraftStore } from "./draft-store";
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

describe("what stands in the fields", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
  afterEach(() => void vi.useRealTimers());

  /** A browser's storage, and two tabs before it that hear of each other's changes. */
  function make() {
    const kept = new Map<string, string>();
    const items = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
    const [here, there] = [new DraftStore(() => items), new DraftStore(() => items)];
    return { here, there, kept };
  }

  it("changes with every key, though the browser's clock is behind the server's", () => {
    const { here } = make();
    const server = draft("from elsewhere", 60_000);
    expect(here.read("k", server).text).toBe("from elsewhere");
    here.change("k", server, { text: "from elsewhere, and on" });
    expect(here.read("k", server).text).toBe("from elsewhere, and on");
    here.change("k", server, { text: "" });
    expect(here.read("k", server).text).toBe("");
  });

  it("is the same object until it changes, and says so once", () => {
    const { here } = make();
    const told = vi.fn();
    here.subscribe(told);
    const first = here.change("k", null, { text: "a" });
    expect(here.read("k", null)).toBe(first);
    expect(here.change("k", null, { text: "a" })).toBe(first);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("is what another tab made of it, so that what was sent there doesn't stay here", () => {
    const { here, there } = make();
    here.change("k", null, { text: "a question", replyTo: "m" });
    expect(there.read("k", null).text).toBe("a question");
    vi.setSystemTime(2_000);
    there.change("k", null, { text: "", replyTo: null });
    const told = vi.fn();
    here.subscribe(told);
    here.hear("k");
    expect(told).toHaveBeenCalledTimes(1);
    expect(here.read("k", null)).toMatchObject({ text: "", replyTo: null });
  });

  it("is gone everywhere once it is forgotten", () => {
    const { here, there, kept } = make();
    here.change("k", null, { text: "a" });
    here.remove("k");
    expect(here.read("k", null)).toBe(noDraft);
    expect(there.read("k", null)).toBe(noDraft);
    expect(kept.size).toBe(0);
  });

  it("needs no storage", () => {
    const forbidden = new DraftStore(() => {
      throw new Error("SecurityError");
    });
    forbidden.change("k", null, { text: "a" });
    expect(forbidden.read("k", null).text).toBe("a");
    forbidden.remove("k");
    expect(forbidden.read("k", null)).toBe(noDraft);
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

  it("gives way to another tab: what waits here isn't kept, and emptying takes away what that one kept", async () => {
    const { saver, texts } = make();
    saver.change(draft("a"));
    saver.giveWay();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts()).toEqual([]);
    saver.change(draft(""));
    expect(texts()).toEqual([""]);
  });
});
