import { expect, it } from "vitest";
import { titleOf } from "./titles";

it.each([
  ["How does it stop?", "How does it stop?"],
  ["  ## Plan\n\n- **first** `step`, then [a link](https://example.org)  ", "Plan first step, then a link"],
  ["How does the trace recorder decide when it is time to stop, and why is that?", "How does the trace recorder decide when it is time to stop…"],
  ["x".repeat(100), `${"x".repeat(60)}…`],
  ["😀".repeat(50), `${"😀".repeat(30)}…`],
  ["```\n```", "``` ```"],
  // Looking for the end of each bracket or line in all that follows would take minutes.
  [`Why? ${"[".repeat(1_000_000)}`, `Why? ${"[".repeat(55)}…`],
  [`Why?\n${" ".repeat(1_000_000)}`, "Why?"],
])("makes a title of %j", (question, title) => expect(titleOf(question)).toBe(title));
