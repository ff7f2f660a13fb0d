import { eq } from "drizzle-orm";
import { describe, expect, it, test } from "vitest";
import { POST as uploadRoute } from "@/app/api/projects/[projectId]/chat/attachments/route";
import { DELETE as deleteSessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { GET as fileRoute } from "@/app/api/projects/[projectId]/knowledge/[documentId]/file/route";
import { GET as pagesRoute } from "@/app/api/projects/[projectId]/knowledge/[documentId]/pages/route";
import { POST as retryRoute } from "@/app/api/projects/[projectId]/knowledge/[documentId]/retry/route";
import { DELETE as deleteRoute, GET as getRoute, PATCH as updateRoute } from "@/app/api/projects/[projectId]/knowledge/[documentId]/route";
import { knowledgeDocuments, projectActivity } from "@/drizzle/schema";
import { call, json, type TestUser } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import { runDueJobs } from "@/lib/core/jobs";
import { registerIngestion } from "@/lib/knowledge/ingestion";
import { createConversation, type Conversation } from "../testing/conversation";
import type { Attachment } from "./schemas";

registerIngestion();

/** A text that somebody attached and hasn't sent yet, read already. */
async function uploadText(chat: Conversation, name = "salaries.txt"): Promise<{ id: string; documentId: string }> {
  const body = new FormData();
  body.append("file", new Blob(["Olga earns 5,000."]), name);
  const { items } = await json<{ items: Attachment[] }>(await call(uploadRoute, { as: chat.editor, params: { projectId: chat.projectId }, body }));
  await runDueJobs({ projectId: chat.projectId });
  const [{ id, documentId } = {} as Attachment] = items;
  if (!documentId) throw new Error("no document was made");
  return { id, documentId };
}

/** The statuses of reading a document in every way, then of those of changing it. */
async function tryAll(chat: Conversation, documentId: string, as: TestUser): Promise<number[]> {
  const asked = { as, params: { projectId: chat.projectId, documentId } };
  const responses = [
    await call(getRoute, asked),
    await call(pagesRoute, asked),
    await call(fileRoute, asked),
    await call(updateRoute, { ...asked, method: "PATCH", body: { scope: "project" } }),
    await call(retryRoute, { ...asked, method: "POST" }),
    await call(deleteRoute, { ...asked, method: "DELETE" }),
  ];
  return responses.map(({ status }) => status);
}
const stored = async (documentId: string) => (await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, documentId)))[0];

describe("the document of a file that isn't sent yet", () => {
  it("is there for its sender only, whatever others try", async () => {
    const chat = await createConversation();
    const { documentId } = await uploadText(chat);
    await db().update(knowledgeDocuments).set({ status: "failed", problem: "internal" }).where(eq(knowledgeDocuments.id, documentId));
    expect(await tryAll(chat, documentId, chat.viewer)).toEqual([404, 404, 404, 403, 403, 403]);
    expect(await tryAll(chat, documentId, chat.owner)).toEqual([404, 404, 404, 404, 404, 404]);
    expect(await stored(documentId)).toMatchObject({ scope: "conversation", status: "failed" });
    expect(await tryAll(chat, documentId, chat.editor)).toEqual([200, 200, 200, 200, 202, 204]);
  });

  it("is named to nobody, neither while it is read nor when it goes", async () => {
    const chat = await createConversation();
    const { documentId } = await uploadText(chat);
    const params = { projectId: chat.projectId, documentId };
    expect((await call(updateRoute, { as: chat.editor, params, method: "PATCH", body: { title: "All salaries" } })).status).toBe(200);
    expect((await call(deleteRoute, { as: chat.editor, params, method: "DELETE" })).status).toBe(204);
    const told = chat.events.filter(({ payload }) => payload["documentId"] === documentId);
    expect(told.map(({ name, payload, thing }) => [name, payload["title"], thing])).toEqual([
      ["document:progress", undefined, undefined],
      ["document:updated", "", undefined],
      ["document:updated", "", undefined],
    ]);
    const activity = await db().select().from(projectActivity).where(eq(projectActivity.projectId, chat.projectId));
    expect(JSON.stringify(activity)).not.toMatch(/salaries/i);
  });

  it("is everybody's who may read once it is sent", async () => {
    const chat = await createConversation();
    const { id, documentId } = await uploadText(chat);
    await chat.post({ content: "look", attachmentIds: [id] });
    expect((await tryAll(chat, documentId, chat.viewer)).slice(0, 3)).toEqual([200, 200, 200]);
    expect((await call(updateRoute, { as: chat.owner, params: { projectId: chat.projectId, documentId }, method: "PATCH", body: { title: "New" } })).status).toBe(200);
    expect(chat.events.at(-1)).toMatchObject({ name: "document:updated", payload: { title: "New" }, thing: { id: documentId } });
  });
});

test("a document in a conversation that was deleted is gone for everybody", async () => {
  const chat = await createConversation();
  const { id, documentId } = await uploadText(chat);
  await chat.post({ content: "look", attachmentIds: [id] });
  await db().update(knowledgeDocuments).set({ status: "failed", problem: "internal" }).where(eq(knowledgeDocuments.id, documentId));
  await call(deleteSessionRoute, { as: chat.owner, params: chat.params, method: "DELETE" });
  for (const as of [chat.owner, chat.editor]) expect(await tryAll(chat, documentId, as)).toEqual([404, 404, 404, 404, 404, 404]);
  expect(await stored(documentId)).toMatchObject({ scope: "conversation", status: "failed" });
});
