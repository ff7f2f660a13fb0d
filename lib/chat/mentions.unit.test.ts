import { expect, test } from "vitest";
import { findMentions } from "./mentions";

const people = [
  { id: "ada", name: "Ada" },
  { id: "lovelace", name: "Ada Lovelace" },
  { id: "jose", name: "Jose\u0301" },
  { id: "bo", name: "Bo" },
  { id: "other-bo", name: "bo" },
  { id: "li", name: "李雷" },
  { id: "ilker", name: "İlker" },
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
  ["@İlker, look", ["ilker"]],
  ["@İLKER", ["ilker"]],
  ["@İlkers", []],
  ["a.@Ada, a-@Ada, a+@Ada", []],
  ["你好@Ada请看", ["ada"]],
  ["привет@Ada", ["ada"]],
  ["@Adaさん、@李雷さん", ["ada", "li"]],
  ["@Ada씨", ["ada"]],
  ["สวัสดี@Adaครับ", ["ada"]],
  ["请@李雷", []],
  ["你好@Ada.example", []],
  ["@Ada请@Bo看", ["ada", "bo", "other-bo"]],
  ["你好@Adam请", []],
  ["@", []],
  ["@ Ada", []],
  ["Ada", []],
])("%j mentions %j", (content, ids) => expect(findMentions(content, people)).toEqual(ids));

test("many of them among many people take no time worth telling", () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({ id: String(index), name: `Ada ${"x".repeat(index % 40)} ${index}` }));
  expect(findMentions("@Ada x".repeat(20_000), many)).toEqual([]);
});
