import { expect, test } from "vitest";
import { findMentions } from "./mentions";

const people = [
  { id: "ada", name: "Ada" },
  { id: "lovelace", name: "Ada Lovelace" },
  { id: "jose", name: "Jose\u0301" },
  { id: "bo", name: "Bo" },
  { id: "other-bo", name: "bo" },
  { id: "li", name: "李雷" },
  { id: "nobody", name: " " },
];

test.each([
  ["@Ada, look", ["ada"]],
  ["(@ada)", ["ada"]],
  ["@Ada Lovelace and @Ada", ["lovelace", "ada"]],
  ["@ADA LOVELACE's idea", ["lovelace"]],
  ["@Ada Lovelaces", ["ada"]],
  ["@Adam and @Ada_x and @Ada1 and @Adaé", []],
  ["ada@Ada.example, 5@Ada", []],
  ["@JOSÉ!", ["jose"]],
  ["@Bo", ["bo", "other-bo"]],
  ["@Ada @Ada", ["ada"]],
  ["你好 @李雷 你好", ["li"]],
  ["@李雷雷", []],
  ["@@Ada", ["ada"]],
  ["@", []],
  ["@ Ada", []],
  ["Ada", []],
])("%j mentions %j", (content, ids) => expect(findMentions(content, people)).toEqual(ids));
