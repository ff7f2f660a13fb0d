import { expect, it } from "vitest";
import { readInfo } from "./code-info";

it.each([
  ["", "", null],
  ["ts", "ts", null],
  ["TypeScript", "typescript", null],
  ['ts title="src/a b.ts"', "ts", "src/a b.ts"],
  ["ts title=src/a.ts {1,3}", "ts", "src/a.ts"],
  ["py filename='a.py' showLineNumbers", "py", "a.py"],
  ['title="a.rs"', "rs", "a.rs"],
  ["ts:src/a.ts", "ts", "src/a.ts"],
  ["ts src/a.ts", "ts", "src/a.ts"],
  ["src/app/[id]/page.tsx", "tsx", "src/app/[id]/page.tsx"],
  ["a.py", "py", "a.py"],
  [".env", "env", ".env"],
  ["docker/Dockerfile", "dockerfile", "docker/Dockerfile"],
  ["ts{1,3-4}", "ts", null],
  ["js {highlight}", "js", null],
  ["c++", "c++", null],
  ["c#", "c#", null],
  ["asp.net", "asp.net", null],
  ["objective-c", "objective-c", null],
])("reads %j as the language %j and the file %j", (info, language, fileName) => {
  expect(readInfo(info)).toEqual({ language, fileName });
});
