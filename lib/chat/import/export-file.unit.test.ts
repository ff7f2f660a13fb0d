import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxMessageLength } from "@/lib/chat/schemas";
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
const readAll = async (bytes: string | Buffer) => Array.fromAsync(readConversations(await file(bytes), now, never));
const read = async (bytes: string | Buffer) => (await readAll(bytes)).map((one) => ("skipped" in one ? null : one));

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
      branches: [],
    });
  });
});

describe("reading", () => {
  test("ends when it is called off, whatever is left", async () => {
    const control = new AbortController();
    const reading = readConversations(await file(JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ index })))), now, control.signal);
    expect((await reading.next()).done).toBe(false);
    control.abort(new Error("called off"));
    await expect(Array.fromAsync(reading)).rejects.toThrow("called off");
  });

  test("ends when the files of a zip file hold too much together", async () => {
    const one = JSON.stringify([tree]);
    const bytes = Buffer.byteLength(one);
    const zip = await file(makeZip({ "conversations-0.json": one, "conversations-1.json": one, "conversations-2.json": one }));
    expect(await countConversations(zip, never, 3 * bytes)).toBe(3);
    await expect(countConversations(zip, never, 3 * bytes - 1)).rejects.toMatchObject({ code: "import-too-large" });
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
    expect(await readAll(JSON.stringify([{ a: 1 }, empty, hostile, { ...tree, mapping: [] }]))).toEqual([{ skipped: "unreadable" }, { skipped: "empty" }, { skipped: "empty" }, { skipped: "unreadable" }]);
  });

  test("and that is too large or too deep is passed over as well, and others are read", async () => {
    const large = claudeExport("u3", "Large", [{ sender: "human", text: "a".repeat(10_000_001) }]);
    const deep = JSON.stringify({ ...tree, mapping: { a: { message: { author: { role: "user" }, content: { content_type: "multimodal_text", parts: [0] } } } }, current_node: "a" }).replace("[0]", `[${"[".repeat(50_000)}${"]".repeat(50_000)}]`);
    const [first, second, third] = await read(`[${JSON.stringify(large)},${deep},${JSON.stringify(tree)}]`);
    expect([first, second, third?.title]).toEqual([null, null, "Bees"]);
  });

  test("in a title, an id or a model's name is taken out, and what is too long is cut", async () => {
    const odd = "a\u0000b\ud800\u202e ";
    const [one, other] = await read(JSON.stringify([chatGptExport(`${odd}1`, `${odd}${"x".repeat(300)}`, { a: { role: "assistant", text: "Hello", parent: null, extra: { metadata: { model_slug: `${odd}2` } } } }, "a"), claudeExport("\u0000", "No id", [{ sender: "human", text: "Hello" }])]));
    expect(one).toMatchObject({ sourceId: "a b\uFFFD 1", messages: [{ model: "a b\uFFFD 2" }] });
    expect(one?.title).toBe(`a b\uFFFD ${"x".repeat(250)}`);
    expect(other).toBeNull();
  });

  test("and lies ahead happened now", async () => {
    const ahead = claudeExport("u4", "Ahead", [{ sender: "human", text: "Hello" }]);
    Object.assign(ahead, { updated_at: "2999-01-01T00:00:00Z" });
    Object.assign(ahead.chat_messages[0] ?? {}, { created_at: "9999-01-01T00:00:00Z" });
    expect((await read(JSON.stringify([ahead])))[0]).toMatchObject({ createdAt: "2024-05-01T08:00:00.000Z", updatedAt: now, messages: [{ createdAt: now }] });
  });

  test("such as very many fences, or parts of an answer, is read as well", async () => {
    const fences = claudeExport("u5", "Fences", [{ sender: "human", text: "", attachments: [{ file_name: "a.md", extracted_content: "```\n".repeat(200_000) }] }]);
    const parts = claudeExport("u6", "Parts", Array.from({ length: 50_000 }, () => ({ sender: "assistant", text: "So it goes on." })));
    const [first, second] = await read(JSON.stringify([fences, parts]));
    expect(first?.messages[0]?.content).toMatch(/^\*\*a\.md\*\*\n\n````\n```/);
    expect(second?.messages).toHaveLength(7);
    for (const { content } of [...(first?.messages ?? []), ...(second?.messages ?? [])]) expect(content.length).toBeLessThanOrEqual(maxMessageLength);
  });

  test("in a message, such as NUL and half characters, is replaced", async () => {
    const odd = chatGptExport("c4", "Odd", { a: { role: "user", text: "a\u0000b\ud800", parent: null, extra: { create_time: 1e300 } } }, "a");
    expect((await read(JSON.stringify([odd])))[0]?.messages).toEqual([{ role: "user", content: "a\uFFFDb\uFFFD", createdAt: "2024-03-01T10:00:00.000Z", model: null }]);
  });
});
