import { expect, test } from "vitest";
import { decisionIn } from "./decisions";

test.each([
  ["Hello. We decided to ship on Friday. Bye.", "We decided to ship on Friday."],
  ["After a long talk\nDecision: blue it is\nmore", "Decision: blue it is"],
  ["**Agreed:** Ben writes the tests.", "**Agreed:** Ben writes the tests."],
  ["OK, let's go with Postgres.", "OK, let's go with Postgres."],
  ["We’ve agreed on the second draft!", "We’ve agreed on the second draft!"],
  ["I think we'll go with the first one then", "I think we'll go with the first one then"],
])("%j tells a decision", (text, decision) => expect(decisionIn(text)).toBe(decision));

test.each(["Have we decided to ship?", "We haven't decided on the colour.", "Should we go with blue", "If it is agreed that we stop, fine.", "The decision tree is deep.", "I agree.", "They agree with us about going", ""])("%j tells none", (text) =>
  expect(decisionIn(text)).toBeNull(),
);
