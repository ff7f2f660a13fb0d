import { expect, it } from "vitest";
import { findMentions } from "./find-mentions";

const ada = { name: "Ada", isReader: false };
const lovelace = { name: "Ada Lovelace", isReader: true };

it("marks a name after an @ and leaves the rest as it is", () => {
  expect(findMentions("ask @Ada, please", [ada])).toEqual(["ask ", { mention: "@Ada", isReader: false }, ", please"]);
});

it("means the longest name that fits, in any case", () => {
  expect(findMentions("@ada lovelace knows", [ada, lovelace])).toEqual([{ mention: "@ada lovelace", isReader: true }, " knows"]);
  expect(findMentions("@Ada Byron", [ada, lovelace])).toEqual([{ mention: "@Ada", isReader: false }, " Byron"]);
});

it("marks no beginning of a word, no address and nobody else", () => {
  for (const text of ["@Adam", "me@Ada", "@Ben", "Ada", "@Adaé"]) expect(findMentions(text, [ada])).toEqual([text]);
});

it("knows a name however its letters are composed", () => {
  expect(findMentions("@Jose\u0301!", [{ name: "José", isReader: false }])).toEqual([{ mention: "@José", isReader: false }, "!"]);
});

it("knows a name however its letters are composed", () => {
  expect(findMentions("@Jose\u0301!", [{ name: "José", isReader: false }])).toEqual([{ mention: "@José", isReader: false }, "!"]);
});

it("marks each of several", () => {
  expect(findMentions("@Ada @Ada Lovelace", [ada, lovelace])).toEqual([{ mention: "@Ada", isReader: false }, " ", { mention: "@Ada Lovelace", isReader: true }]);
});
