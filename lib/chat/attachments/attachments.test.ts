import { eq, sql } from "drizzle-orm";
import { describe, expect, it, test } from "vitest";
import { GET as fileRoute } from "@/app/api/projects/[projectId]/chat/attachments/[attachmentId]/file/route";
import { DELETE as deleteRoute, GET as getRoute } from "@/app/api/projects/[projectId]/chat/attachments/[attachmentId]/route";
import { POST as uploadRoute } from "@/app/api/projects/[projectId]/chat/attachments/route";
import { DELETE as deleteMessageRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { DELETE as deleteSessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { GET as documentRoute, PATCH as updateDocumentRoute } from "@/app/api/projects/[projectId]/knowledge/[documentId]/route";
import { GET as documentsRoute } from "@/app/api/projects/[projectId]/knowledge/documents/route";
import { POST as searchRoute } from "@/app/api/projects/[projectId]/knowledge/search/route";
import { chatAttachments, jobs, knowledgeDocuments, projectActivity } from "@/drizzle/schema";
import { call, json, type TestUser } from "@/drizzle/testing/factories";
import { systemGrant } from "@/lib/access/system-grant";
import { listQuestionAttachments } from "@/lib/assistant/attachment-queries";
import { db } from "@/lib/core/db";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { fileExists } from "@/lib/core/files";
import { newId } from "@/lib/core/ids";
import { runDueJobs } from "@/lib/core/jobs";
import type { Problem } from "@/lib/core/problems";
import { registerIngestion } from "@/lib/knowledge/ingestion";
import type { Document } from "@/lib/knowledge/schemas";
import { searchKnowledge } from "@/lib/knowledge/search";
import type { Message } from "../schemas";
import { createConversation, storedMessage, type Conversation } from "../testing/conversation";
import type { Attachment } from "./schemas";
import { gif, jpeg, png, webp } from "./testing/pictures";
import { registerAttachmentClearing } from "./unsent";

registerAttachmentClearing();
registerFileRemoval();
registerIngestion();

type File = [name: string, bytes: Buffer | string];

async function upload(chat: Conversation, files: File[], as: TestUser = chat.editor): Promise<Response> {
  const form = new FormData();
  for (const [name, bytes] of files) form.append("file", new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)]), name);
  return call(uploadRoute, { as, params: { projectId: chat.projectId }, body: form, method: "POST" });
}

async function uploaded(chat: Conversation, ...files: File[]): Promise<Attachment[]> {
  const response = await upload(chat, files);
  expect(response.status).toBe(201);
  return (await json<{ items: Attachment[] }>(response)).items;
}

async function one(chat: Conversation, ...file: File): Promise<Attachment> {
  const [made] = await uploaded(chat, file);
  if (!made) throw new Error("nothing was stored");
  return made;
}

const at = (chat: Conversation, { id }: Attachment) => ({ projectId: chat.projectId, attachmentId: id });
const stored = async ({ id }: Attachment) => (await db().select().from(chatAttachments).where(eq(chatAttachments.id, id)))[0];
const documentOf = async ({ documentId }: Attachment) => (await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, documentId ?? "")))[0];
const runJobs = (chat: Conversation) => runDueJobs({ projectId: chat.projectId });
const countAttachments = async (chat: Conversation) => (await db().select().from(chatAttachments).where(eq(chatAttachments.projectId, chat.projectId))).length;

describe("uploading", () => {
  it("keeps pictures with their size, and makes documents of what holds text, which no list shows", async () => {
    const chat = await createConversation();
    const made = await uploaded(chat, ["chart.png", png(30, 20)], ["photo.jpeg", jpeg(40, 30, 6)], ["moving.gif", gif(5, 6)], ["small.webp", webp(7, 8)], ["notes.md", "# Notes"], ["main.py", "print(1)"], ["../../etc/pass\u202ewd.txt", "text"]);
    expect(made.map(({ name, mediaType, width, height }) => [name, mediaType, width, height])).toEqual([
      ["chart.png", "image/png", 30, 20],
      ["photo.jpeg", "image/jpeg", 30, 40],
      ["moving.gif", "image/gif", 5, 6],
      ["small.webp", "image/webp", 7, 8],
      ["notes.md", "text/plain; charset=utf-8", null, null],
      ["main.py", "text/plain; charset=utf-8", null, null],
      ["pass wd.txt", "text/plain; charset=utf-8", null, null],
    ]);
    expect(made.map(({ documentId }) => documentId !== null)).toEqual([false, false, false, false, true, true, true]);
    expect(await documentOf(made[5] ?? ({} as Attachment))).toMatchObject({ title: "main.py", documentType: "txt", scope: "conversation", sessionId: null, status: "queued" });
    expect(await json(await call(documentsRoute, { as: chat.editor, params: { projectId: chat.projectId } }))).toMatchObject({ items: [] });
    const activity = await db().select().from(projectActivity).where(eq(projectActivity.projectId, chat.projectId));
    expect(activity.map(({ actionType }) => actionType)).not.toContain("document:created");
  });

  const hostile: [string, File, number][] = [
    ["a drawing under a picture's name", ["a.png", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'], 415],
    ["a drawing", ["a.svg", "<svg/>"], 415],
    ["a page", ["a.html", "<h1>Hi</h1>"], 415],
    ["a page under a text's name", ["a.txt", "<!doctype html><script>alert(1)</script>"], 415],
    ["a page under a script's name", ["a.js", "\ufeff <html><script>alert(1)</script>"], 415],
    ["an archive", ["a.zip", Buffer.from("PK\u0003\u0004")], 415],
    ["an archive under a script's name", ["a.py", Buffer.from("PK\u0003\u0004\u0000\u0000")], 415],
    ["a program", ["a.exe", Buffer.from("MZ")], 415],
    ["a PDF under a picture's name", ["a.png", "%PDF-1.7"], 415],
    ["a file without a name", ["", "text"], 415],
    ["an empty file", ["a.txt", ""], 422],
    ["an empty picture", ["a.png", ""], 422],
    ["a small picture of very many pixels", ["a.png", png(60_000, 60_000, true)], 413],
    ["a file of another kind behind a good one", ["a.exe", "MZ"], 415],
  ];
  test.each(hostile)("%s is refused, and nothing stays behind", async (_, file, status) => {
    const chat = await createConversation();
    const response = await upload(chat, [["good.txt", `good ${newId()}`], file]);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    expect(await countAttachments(chat)).toBe(0);
    expect(await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.projectId, chat.projectId))).toEqual([]);
    expect(await db().select().from(jobs).where(eq(jobs.projectId, chat.projectId))).toEqual([]);
  });

  it("is limited in number and size, and is for those who may write", async () => {
    const chat = await createConversation();
    expect((await upload(chat, Array.from({ length: 11 }, (_, index): File => [`${index}.txt`, "text"]))).status).toBe(413);
    expect((await upload(chat, [["large.txt", Buffer.alloc(25_000_001, 97)]])).status).toBe(413);
    expect((await upload(chat, [])).status).toBe(422);
    expect((await call(uploadRoute, { as: chat.editor, params: { projectId: chat.projectId }, body: { file: "text" } })).status).toBe(400);
    expect((await upload(chat, [["a.txt", "text"]], chat.viewer)).status).toBe(403);
    expect((await upload(chat, [["a.txt", "text"]], chat.outsider)).status).toBe(404);
    expect(await countAttachments(chat)).toBe(0);
  });
});

describe("a file", () => {
  it("is shown if it is a picture, and only ever saved if it is anything else", async () => {
    const chat = await createConversation();
    const bytes = Buffer.concat([png(3, 3), Buffer.from("<script>alert(1)</script>")]);
    const [picture, text] = await uploaded(chat, ["evil.html", bytes], ["notes ü.md", "# Notes"]);
    if (!picture || !text) throw new Error("nothing was stored");
    const shown = await call(fileRoute, { as: chat.editor, params: at(chat, picture) });
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
    const safe = { "content-security-policy": expect.stringMatching(/(?=.*sandbox)(?=.*default-src 'none')/) as string, "x-content-type-options": "nosniff", "cache-control": "private, max-age=31536000, immutable", "cross-origin-resource-policy": "same-origin" };
    expect(Object.fromEntries(shown.headers)).toMatchObject({ ...safe, "content-type": "image/png", "content-length": String(bytes.byteLength), "content-disposition": `inline; filename="evil.html.png"; filename*=UTF-8''evil.html.png` });
    const saved = await call(fileRoute, { as: chat.editor, params: at(chat, text) });
    expect(await saved.text()).toBe("# Notes");
    expect(Object.fromEntries(saved.headers)).toMatchObject({ ...safe, "content-type": "text/plain; charset=utf-8", "content-disposition": `attachment; filename="notes _.md"; filename*=UTF-8''notes%20%C3%BC.md` });
  });

  it("is its sender's alone until it is sent, and then everybody's who may read", async () => {
    const chat = await createConversation();
    const file = await one(chat, "a.txt", "text");
    const status = async (as: TestUser) => [(await call(getRoute, { as, params: at(chat, file) })).status, (await call(fileRoute, { as, params: at(chat, file) })).status];
    expect([await status(chat.editor), await status(chat.owner), await status(chat.outsider)]).toEqual([[200, 200], [404, 404], [404, 404]]);
    await chat.post({ content: "look", attachmentIds: [file.id] });
    expect([await status(chat.editor), await status(chat.viewer), await status(chat.outsider)]).toEqual([[200, 200], [200, 200], [404, 404]]);
    expect(await json(await call(getRoute, { as: chat.viewer, params: at(chat, file) }))).toEqual(file);
    await call(deleteSessionRoute, { as: chat.owner, params: chat.params, method: "DELETE" });
    expect(await status(chat.editor)).toEqual([404, 404]);
    expect((await call(documentRoute, { as: chat.editor, params: { projectId: chat.projectId, documentId: file.documentId ?? "" } })).status).toBe(404);
  });

  it("is taken back by its sender as long as it isn't sent", async () => {
    const chat = await createConversation();
    const file = await one(chat, "a.txt", `text ${newId()}`);
    const hash = (await stored(file))?.filePath ?? "";
    const remove = async (as: TestUser, which = file) => (await call(deleteRoute, { as, params: at(chat, which), method: "DELETE" })).status;
    expect([await remove(chat.owner), await remove(chat.viewer), await stored(file) !== undefined]).toEqual([404, 403, true]);
    expect(await remove(chat.editor)).toBe(204);
    expect([await stored(file), await documentOf(file)]).toEqual([undefined, undefined]);
    await runJobs(chat);
    expect(await fileExists(db(), hash)).toBe(false);
    const sent = await one(chat, "b.txt", "text");
    await chat.post({ content: "look", attachmentIds: [sent.id] });
    expect(await remove(chat.editor, sent)).toBe(409);
    expect(await stored(sent)).toBeDefined();
  });

  it("is cleared away when it wasn't sent within a day, and stays when it was", async () => {
    const chat = await createConversation();
    const [left, sent] = await uploaded(chat, ["left.txt", `left ${newId()}`], ["sent.txt", `sent ${newId()}`]);
    if (!left || !sent) throw new Error("nothing was stored");
    const hashes = [(await stored(left))?.filePath ?? "", (await stored(sent))?.filePath ?? ""];
    await chat.post({ content: "look", attachmentIds: [sent.id] });
    await runJobs(chat);
    expect([await stored(left) !== undefined, await stored(sent) !== undefined]).toEqual([true, true]);
    await db().update(jobs).set({ runAt: sql`now() - interval '1 second'` }).where(eq(jobs.projectId, chat.projectId));
    await runJobs(chat);
    expect([await stored(left), await documentOf(left)]).toEqual([undefined, undefined]);
    expect([(await stored(sent))?.messageId !== null, (await documentOf(sent))?.status]).toEqual([true, "ready"]);
    expect([await fileExists(db(), hashes[0] ?? ""), await fileExists(db(), hashes[1] ?? "")]).toEqual([false, true]);
  });
});

describe("a message with files", () => {
  it("carries them in their order, gives their documents to the conversation, and the assistant what it needs", async () => {
    const chat = await createConversation();
    const [picture, text] = await uploaded(chat, ["a.png", png(3, 4)], ["a.txt", "The recorder stops."]);
    if (!picture || !text) throw new Error("nothing was stored");
    const { message } = await chat.post({ content: "look", attachmentIds: [text.id, picture.id, text.id] });
    expect(message.attachments).toEqual([text, picture]);
    expect((await storedMessage(message.id))?.attachments).toEqual([text, picture]);
    expect(chat.events.find(({ payload }) => payload["messageId"] === message.id)?.thing).toMatchObject({ attachments: [text, picture] });
    expect(await documentOf(text)).toMatchObject({ scope: "conversation", sessionId: chat.sessionId });
    await runJobs(chat);
    expect(await listQuestionAttachments(db(), chat.projectId, [message.id])).toEqual([
      { messageId: message.id, name: "a.png", mediaType: "image/png", size: picture.size, width: 3, height: 4, hash: (await stored(picture))?.filePath, documentId: null, documentStatus: null },
      { messageId: message.id, name: "a.txt", mediaType: "text/plain; charset=utf-8", size: 19, width: null, height: null, hash: (await stored(text))?.filePath, documentId: text.documentId, documentStatus: "ready" },
    ]);
  });

  it("is refused with files that aren't the writer's own, that are sent already, or that aren't there", async () => {
    const chat = await createConversation();
    const file = await one(chat, "a.txt", "text");
    const send = (ids: string[], as: TestUser) => call(sendRoute, { as, params: chat.params, body: { content: "look", attachmentIds: ids } });
    for (const [ids, as] of [[[file.id], chat.owner], [[newId()], chat.editor], [[file.id, newId()], chat.editor]] as const) {
      const response = await send([...ids], as);
      expect([response.status, (await json<Problem>(response)).errors?.[0]?.pointer]).toEqual([422, `/attachmentIds/${ids.length - 1}`]);
    }
    expect([(await chat.read()).items, (await stored(file))?.messageId]).toEqual([[], null]);
    const both = await Promise.all([send([file.id], chat.editor), send([file.id], chat.editor)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect((await send(Array.from({ length: 11 }, () => newId()), chat.editor)).status).toBe(422);
  });

  it("keeps them when it is asked again in its place, also when the first one is deleted", async () => {
    const chat = await createConversation();
    const [picture, text] = await uploaded(chat, ["a.png", png(3, 4)], ["a.txt", `text ${newId()}`]);
    if (!picture || !text) throw new Error("nothing was stored");
    const { message } = await chat.post({ content: "look", attachmentIds: [picture.id, text.id] });
    const extra = await one(chat, "b.txt", "more");
    const again = (await chat.post({ content: "look again", replaces: message.id, attachmentIds: [extra.id, text.id, picture.id] }, chat.editor)).message;
    expect(again.attachments.map(({ name, documentId }) => [name, documentId])).toEqual([["b.txt", extra.documentId], ["a.txt", text.documentId], ["a.png", null]]);
    expect(again.attachments.map(({ id }) => id)).not.toContain(text.id);
    await call(deleteMessageRoute, { as: chat.editor, params: { ...chat.params, messageId: message.id }, method: "DELETE" });
    await runJobs(chat);
    expect(await storedMessage(message.id)).toMatchObject({ attachments: [] });
    expect((await call(getRoute, { as: chat.editor, params: at(chat, text) })).status).toBe(404);
    for (const file of again.attachments) expect((await call(fileRoute, { as: chat.viewer, params: at(chat, file) })).status).toBe(200);
    expect(await documentOf(text)).toMatchObject({ status: "ready" });
  });

  it("is deleted with its files, but for what somebody else refers to or the project has taken", async () => {
    const chat = await createConversation();
    const [shared, own] = [`shared ${newId()}`, `own ${newId()}`];
    const [alone, added, same] = await uploaded(chat, ["own.txt", own], ["added.txt", `added ${newId()}`], ["shared.txt", shared]);
    const other = await one(chat, "the-same.txt", shared);
    if (!alone || !added || !same) throw new Error("nothing was stored");
    const { message } = await chat.post({ content: "look", attachmentIds: [alone.id, added.id, same.id] });
    const hashes = await Promise.all([alone, added, same].map(async (file) => (await stored(file))?.filePath ?? ""));
    await runJobs(chat);
    await call(updateDocumentRoute, { as: chat.editor, params: { projectId: chat.projectId, documentId: added.documentId ?? "" }, body: { scope: "project" }, method: "PATCH" });
    await call(deleteMessageRoute, { as: chat.editor, params: { ...chat.params, messageId: message.id }, method: "DELETE" });
    await runJobs(chat);
    expect([await documentOf(alone), await documentOf(same)]).toEqual([undefined, undefined]);
    expect(await documentOf(added)).toMatchObject({ scope: "project", sessionId: null });
    expect(await Promise.all(hashes.map((hash) => fileExists(db(), hash)))).toEqual([false, true, true]);
    expect((await call(fileRoute, { as: chat.editor, params: at(chat, other) })).status).toBe(200);
  });
});

describe("a document of a conversation", () => {
  async function createDocument() {
    const chat = await createConversation();
    const text = await one(chat, "a.md", "The recorder stops at the zeppelin.");
    await chat.post({ content: "look", attachmentIds: [text.id] });
    await runJobs(chat);
    return { chat, text, documentId: text.documentId ?? "", params: { projectId: chat.projectId, documentId: text.documentId ?? "" } };
  }
  const found = async (chat: Conversation, sessionId?: string) => (await searchKnowledge(systemGrant("assistant", chat.projectId), { query: "zeppelin", limit: 5, sessionId })).map(({ documentId }) => documentId);

  it("is found for its conversation only, and has a page of its own", async () => {
    const { chat, documentId, params } = await createDocument();
    expect(await found(chat, chat.sessionId)).toEqual([documentId]);
    expect(await found(chat)).toEqual([]);
    expect(await found(chat, newId())).toEqual([]);
    expect(await json(await call(searchRoute, { as: chat.editor, params: { projectId: chat.projectId }, body: { query: "zeppelin" } }))).toMatchObject({ items: [] });
    expect(await json(await call(searchRoute, { as: chat.editor, params: { projectId: chat.projectId }, body: { query: "zeppelin", filters: { documentIds: [documentId] } } }))).toMatchObject({ items: [] });
    expect(await json(await call(documentRoute, { as: chat.viewer, params }))).toMatchObject({ title: "a.md", scope: "conversation", sessionId: chat.sessionId, status: "ready" });
  });

  it("becomes one of the project's, once, and is news then", async () => {
    const { chat, documentId, params } = await createDocument();
    const patch = () => call(updateDocumentRoute, { as: chat.editor, params, body: { scope: "project" }, method: "PATCH" });
    for (let times = 0; times < 2; times++) expect(await json<Document>(await patch())).toMatchObject({ scope: "project", sessionId: null });
    expect(await found(chat)).toEqual([documentId]);
    expect(await json(await call(documentsRoute, { as: chat.editor, params: { projectId: chat.projectId } }))).toMatchObject({ items: [{ id: documentId }] });
    expect(chat.events.filter(({ name }) => name === "document:created")).toMatchObject([{ thing: { id: documentId, scope: "project" } }]);
    expect((await call(updateDocumentRoute, { as: chat.viewer, params, body: { scope: "project" }, method: "PATCH" })).status).toBe(403);
    expect((await call(updateDocumentRoute, { as: chat.editor, params, body: { scope: "conversation" }, method: "PATCH" })).status).toBe(422);
  });

  it("is named in its message as long as that is there", async () => {
    const { chat, documentId } = await createDocument();
    const items: Message[] = (await chat.read()).items;
    expect(items[0]?.attachments[0]?.documentId).toBe(documentId);
  });
});
