import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maxMessageLength } from "@/lib/chat/schemas";
import type { ReadConversation } from "./conversation";
import { readConversations } from "./export-file";
import { chatGptExport, claudeExport, libreChatExport, openWebUiExport } from "./testing/exports";
import { makeZip } from "./testing/zip";

const now = "2026-01-01T00:00:00.000Z";
let folder = "";
let files = 0;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "import-formats-"))));
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: string | Buffer): Promise<ReadConversation[]> {
  const name = path.join(folder, String(++files));
  await writeFile(name, bytes);
  return Array.fromAsync(readConversations(name, now, new AbortController().signal));
}
/** The texts of the line in use, and those of each branch after the text that it replaces. */
async function shape(value: unknown) {
  const [one] = await read(JSON.stringify(value));
  if (!one || "skipped" in one) return one;
  const all = [...one.messages, ...one.branches.flatMap(({ messages }) => messages)].map(({ content }) => content);
  return { line: one.messages.map(({ content }) => content), branches: one.branches.map(({ fork, messages }) => [all[fork], ...messages.map(({ content }) => content)]) };
}
const question = (text: string, parent: string | null) => ({ role: "user", text, parent });
const answer = (text: string, parent: string | null) => ({ role: "assistant", text, parent });

describe("a tree of Claude", () => {
  const messages = [
    { sender: "human", text: "Q1", uuid: "q1", parent_message_uuid: "00000000-0000-4000-8000-000000000000" },
    { sender: "assistant", text: "A1", uuid: "a1", parent_message_uuid: "q1" },
    { sender: "human", text: "Q2", uuid: "q2", parent_message_uuid: "a1" },
    { sender: "assistant", text: "A2", uuid: "a2", parent_message_uuid: "q2" },
    { sender: "human", text: "Q2 edited", uuid: "q2b", parent_message_uuid: "a1" },
    { sender: "assistant", text: "A2 edited", uuid: "a2b", parent_message_uuid: "q2b" },
    { sender: "assistant", text: "A2 repeated", uuid: "a2c", parent_message_uuid: "q2b" },
  ];
  test.each([
    ["a2", ["Q1", "A1", "Q2", "A2"], [["Q2", "Q2 edited", "A2 edited"], ["A2 edited", "A2 repeated"]]],
    ["a2b", ["Q1", "A1", "Q2 edited", "A2 edited"], [["Q2 edited", "Q2", "A2"], ["A2 edited", "A2 repeated"]]],
    ["a2c", ["Q1", "A1", "Q2 edited", "A2 repeated"], [["Q2 edited", "Q2", "A2"], ["A2 repeated", "A2 edited"]]],
    [undefined, ["Q1", "A1", "Q2 edited", "A2 repeated"], [["Q2 edited", "Q2", "A2"], ["A2 repeated", "A2 edited"]]],
    ["unknown", ["Q1", "A1", "Q2 edited", "A2 repeated"], [["Q2 edited", "Q2", "A2"], ["A2 repeated", "A2 edited"]]],
  ])("shows the leaf %s and keeps the others as branches", async (leaf, line, branches) => {
    expect(await shape([{ ...claudeExport("c", "Tree", messages), current_leaf_message_uuid: leaf }])).toEqual({ line, branches });
  });

  test("may have its first question edited", async () => {
    const edited = [...messages.slice(0, 2), { sender: "human", text: "Q0", uuid: "q0", parent_message_uuid: "00000000-0000-4000-8000-000000000000" }];
    expect(await shape([claudeExport("c", "Tree", edited)])).toEqual({ line: ["Q0"], branches: [["Q0", "Q1", "A1"]] });
  });

  test("is a line in exports that name no parents", async () => {
    expect(await shape([claudeExport("c", "Line", messages.map(({ sender, text }) => ({ sender, text })).slice(0, 3))])).toEqual({ line: ["Q1", "A1", "Q2"], branches: [] });
  });

  test("names a file that was the whole question", async () => {
    expect(await shape([claudeExport("c", "File", [{ sender: "human", text: "", files: [{ file_name: "bees.pdf" }] }])])).toEqual({ line: ["*[bees.pdf]*"], branches: [] });
  });
});

describe("a tree of ChatGPT", () => {
  const nodes = { q: question("Q", null), a: answer("A", "q"), b: answer("B", "q"), q2: question("Q2", "b"), c: answer("C", "q2") };
  test.each([
    ["a", ["Q", "A"], [["A", "B", "Q2", "C"]]],
    ["b", ["Q", "B", "Q2", "C"], [["B", "A"]]],
    ["c", ["Q", "B", "Q2", "C"], [["B", "A"]]],
    ["unknown", ["Q", "B", "Q2", "C"], [["B", "A"]]],
    ["", ["Q", "B", "Q2", "C"], [["B", "A"]]],
  ])("with the current node %j", async (current, line, branches) => {
    expect(await shape([chatGptExport("x", "Tree", nodes, current)])).toEqual({ line, branches });
  });

  test.each([null, undefined, 5])("with the current node %j, of an odd type", async (current) => {
    expect(await shape([{ ...chatGptExport("x", "Tree", nodes, "a"), current_node: current }])).toMatchObject({ line: ["Q", "B", "Q2", "C"] });
  });

  test.each([
    ["author", { author: null }],
    ["content", { content: null }],
    ["metadata", { metadata: null }],
    ["odd metadata", { metadata: { model_slug: 5, attachments: "none", content_references: {} } }],
    ["anything", { author: undefined, content: undefined, metadata: undefined }],
  ])("is read past a message without %s", async (_what, extra) => {
    const [one] = await read(JSON.stringify([chatGptExport("x", "Odd", { ...nodes, b: { ...answer("B", "q"), extra } }, "c")]));
    expect(one).toMatchObject({ messages: expect.arrayContaining([expect.objectContaining({ content: "Q" }), expect.objectContaining({ content: "Q2" }), expect.objectContaining({ content: "C" })]) });
  });

  test("takes the conversation's model where an answer names none", async () => {
    const without = { q: question("Q", null), a: { ...answer("A", "q"), extra: { metadata: {} } } };
    const [one] = await read(JSON.stringify([{ ...chatGptExport("x", "Model", without, "a"), default_model_slug: "gpt-5" }]));
    expect(one).toMatchObject({ messages: [{ model: null }, { model: "gpt-5" }] });
  });

  const mark = "\ue200cite\ue202turn0search1\ue201";
  test.each([
    ["items", [{ matched_text: mark, items: [{ url: "https://bees.example/a", title: "Bees" }] }], "Honey ([Bees](<https://bees.example/a>))."],
    ["an address", [{ matched_text: mark, url: "https://bees.example/a" }], "Honey ([bees.example](<https://bees.example/a>))."],
    ["no address", [{ matched_text: mark }], "Honey ."],
    ["other words", [{ matched_text: mark, alt: "from bees" }], "Honey from bees."],
    ["an address that runs something", [{ matched_text: mark, url: "javascript:alert(1)" }], "Honey ."],
    ["nothing", [], "Honey ."],
  ])("has marks of sources as links or not at all: %s", async (_what, references, text) => {
    const cited = { a: { ...answer(`Honey ${mark}.\ue203`, null), extra: { metadata: { content_references: references } } } };
    expect(await shape([chatGptExport("x", "Cited", cited, "a")])).toMatchObject({ line: [text] });
  });

  test.each([
    [{ name: "Essay", type: "document", content: "On bees" }, "**Essay**\n\nOn bees"],
    [{ name: "Hive", type: "code/python", content: "print()" }, "**Hive**\n\n```python\nprint()\n```"],
  ])("has the text of a canvas: %j", async (canvas, text) => {
    const made = { a: { role: "assistant", parent: null, content: { content_type: "code", text: JSON.stringify(canvas) }, extra: { recipient: "canmore.create_textdoc" } } };
    expect(await shape([chatGptExport("x", "Canvas", made, "a")])).toMatchObject({ line: [text] });
  });

  test.each([
    [{ content_type: "text", parts: [""] }],
    [{ content_type: "multimodal_text", parts: [{ content_type: "image_asset_pointer" }] }],
  ])("names a file that was the whole question: %j", async (content) => {
    const asked = { q: { role: "user", parent: null, content, extra: { metadata: { attachments: [{ name: "bees.pdf" }] } } } };
    expect(await shape([chatGptExport("x", "File", asked, "q")])).toMatchObject({ line: ["*[bees.pdf]*"] });
  });

  test("with more branches than can be kept is left out as too large", async () => {
    const many = Object.fromEntries([["q", question("Q", null)], ...Array.from({ length: 300 }, (_, index) => [`a${index}`, answer(`A${index}`, "q")] as const)]);
    expect(await read(JSON.stringify([chatGptExport("x", "Wide", many, "a0"), chatGptExport("y", "Fine", nodes, "a")]))).toMatchObject([{ skipped: "too-large" }, { title: "Fine" }]);
  });
});

describe("other programs", () => {
  const hive = { q: { parentId: null, role: "user", content: "Q" }, a: { parentId: "q", role: "assistant", content: "A", model: "llama" }, b: { parentId: "q", role: "assistant", content: "B", model: "llama" } };
  test.each([["a", "B"], ["b", "A"]])("Open WebUI shows %s", async (currentId, other) => {
    expect(await shape([openWebUiExport("w", "Hive", hive, currentId)])).toEqual({ line: ["Q", currentId.toUpperCase()], branches: [[currentId.toUpperCase(), other]] });
  });

  test("Open WebUI without a history has its list", async () => {
    const list = { id: "w", title: "Hive", chat: { models: ["llama"], messages: [{ role: "user", content: "Q" }, { role: "assistant", content: "A" }] } };
    expect(await read(JSON.stringify([list]))).toMatchObject([{ source: "openwebui", title: "Hive", messages: [{ content: "Q", model: null }, { content: "A", model: "llama" }] }]);
  });

  const flat = [
    { messageId: "q", parentMessageId: "00000000-0000-0000-0000-000000000000", isCreatedByUser: true, text: "Q" },
    { messageId: "a", parentMessageId: "q", isCreatedByUser: false, text: "A", model: "gpt-4o" },
    { messageId: "b", parentMessageId: "q", isCreatedByUser: false, text: "", content: [{ type: "think", think: "hm" }, { type: "text", text: { value: "B" } }], model: "gpt-4o" },
  ];
  const [first, ...rest] = flat;
  test.each([
    ["a list", flat],
    ["a tree", [{ ...first, children: rest }]],
    ["a tree that names no parents", [{ ...first, children: rest.map(({ parentMessageId: _parent, ...one }) => one) }]],
  ])("LibreChat's single conversation as %s", async (_what, messages) => {
    expect(await shape(libreChatExport("l", "Hive", messages))).toEqual({ line: ["Q", "B"], branches: [["B", "A"]] });
  });

  test.each([
    ["ChatGPT", chatGptExport("x", "One", { q: question("Q", null) }, "q"), "chatgpt"],
    ["Claude", claudeExport("c", "One", [{ sender: "human", text: "Q" }]), "claude"],
    ["Open WebUI", openWebUiExport("w", "One", hive, "a"), "openwebui"],
  ])("a single conversation of %s is an object", async (_what, value, source) => {
    expect(await read(JSON.stringify(value))).toMatchObject([{ source, messages: [{ content: "Q" }, ...(source === "openwebui" ? [{}] : [])] }]);
  });
});

describe("a zip file", () => {
  const one = JSON.stringify([claudeExport("c", "One", [{ sender: "human", text: "Q" }])]);
  const other = JSON.stringify(libreChatExport("l", "Two", [{ messageId: "q", isCreatedByUser: true, text: "Q" }]));
  test.each([
    ["a folder", { "export/": "", "export/conversations.json": one, "export/users.json": '["x"]' }, ["One"]],
    ["what macOS adds", { "__MACOSX/conversations.json": "\u0000\u0005", "__MACOSX/._conversations.json": "x", "a/._conversations.json": "x", "a/conversations.json": one }, ["One"]],
    ["several files", { "a/one.json": one, "b/two.json": other, "c/settings.json": "[1, 2]", "d/readme.txt": "x" }, ["One", "Two"]],
    ["another case", { "A/Conversations.JSON": one }, ["One"]],
  ])("with %s", async (_what, entries, titles) => {
    expect((await read(makeZip(entries))).flatMap((found) => ("skipped" in found ? [] : found.title))).toEqual(titles);
  });
});

describe("a long text", () => {
  test.each([31_000, 32_000, 32_001, 70_000, 199_000])("of %i characters comes in parts that may be typed, with nothing lost", async (length) => {
    const text = Array.from({ length: Math.ceil(length / 10) }, (_, index) => String(index).padStart(9, "0")).join("\n").slice(0, length).trim();
    const [one] = await read(JSON.stringify([claudeExport("c", "Long", [{ sender: "human", text }])]));
    const parts = one && !("skipped" in one) ? one.messages.map(({ content }) => content) : [];
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(maxMessageLength);
    expect(parts.map((part) => part.replace(/^\[…\]\n\n/, "").replace(/\n\n\[…\]$/, "")).join("\n")).toBe(text);
  });
});
