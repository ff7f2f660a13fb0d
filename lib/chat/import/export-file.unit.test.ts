import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countConversations, ExportFileError, readConversations } from "./export-file";
import { chatGptExport, claudeExport } from "./testing/exports";
import { makeZip } from "./testing/zip";

const now = "2026-01-01T00:00:00.000Z";
const never = new AbortController().signal;
let folder = "";
let files = 0;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "import-"))));
afterAll(() => rm(folder, { recursive: true }));

async function file(bytes: string | Buffer): Promise<string> {
  const name = path.join(folder, String(++files));
  await writeFile(name, bytes);
  return name;
}
const read = async (bytes: string | Buffer) => Array.fromAsync(readConversations(await file(bytes), now));

const tree = chatGptExport(
  "c1",
  "Bees",
  {
    root: { role: "system", text: "You are …", parent: null },
    q1: { role: "user", text: "What do bees eat?", parent: "root" },
    old: { role: "assistant", text: "An answer that was thrown away.", parent: "q1" },
    tool: { role: "assistant", text: "search('bees')", parent: "q1", extra: { recipient: "browser" } },
    a1: { role: "assistant", text: "Nectar", parent: "tool" },
    a2: { role: "assistant", text: "and pollen.", parent: "a1" },
    q2: { role: "user", parent: "a2", content: { content_type: "multimodal_text", parts: [{ content_type: "image_asset_pointer", asset_pointer: "file-service://x" }, "And this one?"] } },
    a3: { role: "assistant", parent: "q2", content: { content_type: "code", language: "python", text: "print('wasp')" } },
  },
  "a3",
);

describe("an export of ChatGPT", () => {
  test("gives the line of messages in use, with its models and times", async () => {
    const [conversation] = await read(JSON.stringify([tree]));
    expect(conversation).toMatchObject({ source: "chatgpt", sourceId: "c1", title: "Bees", createdAt: "2024-03-01T10:00:00.000Z", updatedAt: "2024-03-02T10:00:00.000Z" });
    expect(conversation?.messages).toEqual([
      { role: "user", content: "What do bees eat?", createdAt: "2024-03-01T10:00:01.000Z", model: null },
      { role: "assistant", content: "Nectar\n\nand pollen.", createdAt: "2024-03-01T10:00:04.000Z", model: "gpt-4o" },
      { role: "user", content: "*[image]*\n\nAnd this one?", createdAt: "2024-03-01T10:00:06.000Z", model: null },
      { role: "assistant", content: "```python\nprint('wasp')\n```", createdAt: "2024-03-01T10:00:07.000Z", model: "gpt-4o" },
    ]);
  });

  test("may be the zip file, with several files of conversations", async () => {
    const second = chatGptExport("c2", "", { q: { role: "user", text: "Hello", parent: null } }, "q");
    const zip = makeZip({ "user.json": "{}", "conversations-000.json": JSON.stringify([tree]), "conversations-001.json": JSON.stringify([second]), "chat.html": "<html>" });
    expect((await read(zip)).map((one) => one?.sourceId)).toEqual(["c1", "c2"]);
    expect(await countConversations(await file(zip), never)).toBe(2);
  });

  test("whose tree runs in a ring is read once around", async () => {
    const ring = chatGptExport("c3", "Ring", { a: { role: "user", text: "one", parent: "b" }, b: { role: "assistant", text: "two", parent: "a" } }, "b");
    expect((await read(JSON.stringify([ring])))[0]?.messages.map(({ content }) => content)).toEqual(["one", "two"]);
  });
});

describe("an export of Claude", () => {
  test("gives what was said and attached, without thoughts", async () => {
    const conversation = claudeExport("u1", "Honey", [
      { sender: "human", text: "Read this.", attachments: [{ file_name: "bees.txt", extracted_content: "Bees ```fly```." }], files: [{ file_name: "bee.png" }] },
      { sender: "assistant", text: "", content: [{ type: "thinking", thinking: "hm" }, { type: "text", text: "They fly." }] },
    ]);
    expect((await read(JSON.stringify([conversation])))[0]).toEqual({
      source: "claude",
      sourceId: "u1",
      title: "Honey",
      createdAt: "2024-05-01T08:00:00.000Z",
      updatedAt: "2024-05-02T08:00:00.000Z",
      messages: [
        { role: "user", content: "Read this.\n\n**bees.txt**\n\n````\nBees ```fly```.\n````\n\n*[bee.png]*", createdAt: "2024-05-01T08:00:00.000Z", model: null },
        { role: "assistant", content: "They fly.", createdAt: "2024-05-01T08:00:01.000Z", model: "Claude" },
      ],
    });
  });
});

describe("what isn't an export", () => {
  test.each([
    ["a text", "hello"],
    ["an object", "{}"],
    ["a zip file without conversations", makeZip({ "a.json": "[]" })],
    ["half a zip file", makeZip({ "conversations.json": JSON.stringify([tree]) }).subarray(0, 200)],
    ["half a file", JSON.stringify([tree]).slice(0, -20)],
    ["elements that aren't JSON", "[{nonsense}]"],
  ])("is refused: %s", async (_name, bytes) => {
    await expect(read(bytes)).rejects.toThrow(ExportFileError);
  });

  test("within an export is passed over", async () => {
    const empty = claudeExport("u2", "Empty", []);
    const hostile = { mapping: { a: { message: { author: { role: "user" }, content: { content_type: "text", parts: [{ text: 1 }] } } } }, current_node: "a", id: "x" };
    expect(await read(JSON.stringify([{ a: 1 }, empty, hostile, { ...tree, mapping: [] }]))).toEqual([null, null, null, null]);
  });

  test("in a message, such as NUL and half characters, is replaced", async () => {
    const odd = chatGptExport("c4", "Odd", { a: { role: "user", text: "a\u0000b\ud800", parent: null, extra: { create_time: 1e300 } } }, "a");
    expect((await read(JSON.stringify([odd])))[0]?.messages).toEqual([{ role: "user", content: "a\uFFFDb\uFFFD", createdAt: "2024-03-01T10:00:00.000Z", model: null }]);
  });
});
