import { expect, it } from "vitest";
import { toggleReaction } from "./toggle-reaction";

const thumbs = (...userIds: string[]) => ({ emoji: "👍", userIds });
const hearts = (...userIds: string[]) => ({ emoji: "❤️", userIds });

it("puts a first reaction at the end", () => {
  expect(toggleReaction([thumbs("ben")], "❤️", "ada")).toEqual({ added: true, reactions: [thumbs("ben"), hearts("ada")] });
});

it("joins those who reacted with the same, after them and in its place", () => {
  expect(toggleReaction([thumbs("ben"), hearts("cleo")], "👍", "ada")).toEqual({ added: true, reactions: [thumbs("ben", "ada"), hearts("cleo")] });
});

it("takes only one's own back", () => {
  expect(toggleReaction([thumbs("ben", "ada"), hearts("ada")], "👍", "ada")).toEqual({ added: false, reactions: [thumbs("ben"), hearts("ada")] });
});

it("leaves nothing of a reaction that nobody has any more", () => {
  expect(toggleReaction([thumbs("ada"), hearts("ben")], "👍", "ada")).toEqual({ added: false, reactions: [hearts("ben")] });
});

it("gives back what was there when it is pressed twice", () => {
  const before = [thumbs("ben"), hearts("cleo", "ben")];
  expect(toggleReaction(toggleReaction(before, "❤️", "ada").reactions, "❤️", "ada").reactions).toEqual(before);
});
