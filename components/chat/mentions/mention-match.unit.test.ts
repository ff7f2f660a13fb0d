import { describe, expect, it } from "vitest";
import { insertMention, matchPeople, mentionAt } from "./mention-match";

/** What is being mentioned where the text has a bar for the caret. */
const at = (marked: string) => mentionAt(marked.replace("|", ""), marked.indexOf("|"));

describe("a mention being written", () => {
  it("begins with an @ at the beginning of a word", () => {
    expect(at("@|")).toEqual({ start: 0, text: "" });
    expect(at("ask @ad|")).toEqual({ start: 4, text: "ad" });
    expect(at("(@ad| please)")).toEqual({ start: 1, text: "ad" });
    expect(at("one\n@ad|")).toEqual({ start: 4, text: "ad" });
  });

  it("goes on over the spaces of a name, but not after two or a new line", () => {
    expect(at("@Ada By|")).toEqual({ start: 0, text: "Ada By" });
    expect(at("@Ada  |")).toBeNull();
    expect(at("@Ada\n|")).toBeNull();
    expect(at("@ |")).toBeNull();
  });

  it("is none in an address of mail", () => {
    expect(at("ada@exam|")).toBeNull();
    expect(at("first.last+x@|")).toBeNull();
  });

  it("is the last one before the caret", () => {
    expect(at("@Ada and @Be|n")).toEqual({ start: 9, text: "Be" });
    expect(at("no at|")).toBeNull();
  });

  it("ends when it is longer than a name", () => {
    expect(at(`@${"x".repeat(60)}|`)).toBeNull();
  });
});

describe("people for a mention", () => {
  const people = ["Ben Okafor", "Ada Byron", "Élise Adam", "Cleo Martin"].map((name) => ({ name }));
  const names = (query: string, most = 8) => matchPeople(people, query, most).map(({ name }) => name);

  it("are those whose name begins so, then those with a word that does", () => {
    expect(names("ad")).toEqual(["Ada Byron", "Élise Adam"]);
  });

  it("are found without accents and case, and by a whole name", () => {
    expect(names("ELISE")).toEqual(["Élise Adam"]);
    expect(names("ben o")).toEqual(["Ben Okafor"]);
  });

  it("are all, in their order, for an @ alone, but no more than asked for", () => {
    expect(names("", 2)).toEqual(["Ben Okafor", "Ada Byron"]);
    expect(names("zz")).toEqual([]);
  });
});

describe("a chosen person", () => {
  it("stands in the place of what was typed, with a space after it", () => {
    expect(insertMention("ask @ad", { start: 4, text: "ad" }, "Ada Byron")).toEqual({ text: "ask @Ada Byron ", caret: 15 });
  });

  it("makes no second space before what follows", () => {
    expect(insertMention("ask @ad today", { start: 4, text: "ad" }, "Ada")).toEqual({ text: "ask @Ada today", caret: 9 });
  });
});
