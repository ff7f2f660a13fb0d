import { expect, test } from "vitest";
import { splitNumbers } from "./split-numbers";

test.each([
  ["Two hives are kept [1], by the way [2, 13].", ["Two hives are kept ", 1, ", by the way ", 2, 13, "."]],
  ["[7]", [7]],
  ["none [a] [] [1.5] [1", ["none [a] [] [1.5] [1"]],
  ["", []],
])("%j", (text, parts) => expect(splitNumbers(text)).toEqual(parts));
