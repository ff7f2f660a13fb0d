import { describe, expect, test } from "vitest";
import { arrayElements, NotAnArray } from "./array-elements";

/** The text in pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
const read = (text: string, { size = 3, most = 1_000 } = {}) => Array.fromAsync(arrayElements(pieces(text, size), most), (element) => (element === null ? null : (JSON.parse(element) as unknown)));

describe("the elements of an array", () => {
  const items = [{ a: 'says "]},{" and \\' }, { b: [1, { c: "ünï𝒳" }], d: {} }, {}];

  test.each([1, 2, 3, 7, 1_000])("come whole from pieces of %i bytes", async (size) => {
    expect(await read(JSON.stringify(items), { size })).toEqual(items);
    expect(await read(`\uFEFF ${JSON.stringify(items, null, 2)}\n`, { size })).toEqual(items);
  });

  test("are none in an empty array", async () => {
    expect(await read(" [ ] ")).toEqual([]);
  });

  test.each(["", "{} {}", "{", "[1]", '["a"]', "[{}", "[{}] x", "nonsense", '[{"a":"]'])("can't be read from %j", async (text) => {
    await expect(read(text)).rejects.toThrow(NotAnArray);
  });

  test.each([1, 1_000])("are one for a single object, in pieces of %i bytes", async (size) => {
    expect(await read(' {"a":[{}]} ', { size })).toEqual([{ a: [{}] }]);
  });

  test.each([
    ["brackets within brackets", `{"a":${"[".repeat(3_000)}${"]".repeat(3_000)}}`],
    ["braces within braces", `${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`],
    ["brackets beside brackets", `{"a":[${"[],".repeat(600_000)}0]}`],
    ["very many numbers", `{"a":[${"1,".repeat(1_100_000)}0]}`],
    ["very many fields", `{${'"":0,'.repeat(1_100_000)}"b":0}`],
  ])("are null for %s", async (_what, element) => {
    expect(await read(`[${element},{"b":1}]`, { size: 65_536, most: 10_000_000 })).toEqual([null, { b: 1 }]);
  });

  test.each([10, 10_000])("are null where one is larger than allowed, and the others are read, from pieces of %i bytes", async (size) => {
    const large = JSON.stringify([{ a: 1 }, { a: "x".repeat(2_000) }, { a: 2 }]);
    expect(await read(large, { size })).toEqual([{ a: 1 }, null, { a: 2 }]);
    expect(await read(large, { size, most: 3_000 })).toHaveLength(3);
  });
});
