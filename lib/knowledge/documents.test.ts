import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { documentPages, documentVectors, jobs, knowledgeDocuments, projectActivity } from "@/drizzle/schema";
import { call, createTeam, json } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { fileExists } from "@/lib/core/files";
import { runDueJobs } from "@/lib/core/jobs";
import type { Problem } from "@/lib/core/problems";
import { route } from "@/lib/http/route";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { registerIngestion } from "./ingestion";
import * as operations from "./operations";
import { mostFileBytes, type Document } from "./schemas";

const create = route(operations.createDocument);
const list = route(operations.listDocuments);
const get = route(operations.getDocument);
const update = route(operations.updateDocument);
const remove = route(operations.deleteDocument);
const pages = route(operations.listDocumentPages);
const download = route(operations.downloadDocument);

type Team = Awaited<ReturnType<typeof createTeam>>;
type Page = { items: Document[]; nextCursor: string | null };
let team: Team;
beforeAll(async () => {
  registerIngestion();
  registerFileRemoval();
  team = await createTeam();
});

const form = (...files: [name: string, content: string | Buffer, type?: string][]) => {
  const body = new FormData();
  for (const [name, content, type] of files) body.append("file", new Blob([typeof content === "string" ? content : new Uint8Array(content)], { type: type ?? "" }), name);
  return body;
};
const upload = (body: FormData, as = team.editor) => call(create, { as, params: { projectId: team.projectId }, body });
const addText = async (title: string, content: string, in_: Team = team) => json<Document>(await call(create, { as: in_.editor, params: { projectId: in_.projectId }, body: { title, content } }));
const at = (document: Pick<Document, "id">) => ({ projectId: team.projectId, documentId: document.id });
const rowsOf = (projectId: string) => db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.projectId, projectId)).orderBy(asc(knowledgeDocuments.id));
const hashOf = async (document: Document) => (await rowsOf(document.projectId)).find((row) => row.id === document.id)?.filePath ?? "";
const incoming = () => readdir(path.join(env().DATA_DIR, "incoming")).catch(() => []);

describe("adding documents", () => {
  test("one file becomes a queued document, and every byte comes back as a harmless download", async () => {
    const bytes = Buffer.concat([Buffer.from("%PDF-1.4\n"), randomBytes(400_000)]);
    const response = await upload(form(["../Grand Plan 概要.pdf", bytes, "text/html"]));
    expect(response.status).toBe(201);
    const made = await json<Document>(response);
    expect(made).toMatchObject({ title: "Grand Plan 概要.pdf", documentType: "pdf", mediaType: "application/pdf", fileSize: bytes.length, status: "queued", progress: 0, problem: null, userId: team.editor.actor.id });
    expect(response.headers.get("location")).toBe(`/api/projects/${team.projectId}/knowledge/${made.id}`);

    const file = await call(download, { as: team.viewer, params: at(made) });
    expect(file.status).toBe(200);
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(bytes.length),
      "content-disposition": `attachment; filename="Grand Plan __.pdf"; filename*=UTF-8''Grand%20Plan%20%E6%A6%82%E8%A6%81.pdf`,
      "content-security-policy": expect.stringContaining("sandbox"),
      "x-content-type-options": "nosniff",
    });
  });

  test("several files come back in their order, each queued and told to the project", async () => {
    const own = await createTeam();
    const response = await call(create, { as: own.owner, params: { projectId: own.projectId }, body: form(["a.txt", "one"], ["b.md", "# two"], ["c.txt", ""]) });
    expect(response.status).toBe(201);
    const { items } = await json<{ items: Document[] }>(response);
    expect(items.map(({ title, documentType, fileSize }) => [title, documentType, fileSize])).toEqual([["a.txt", "txt", 3], ["b.md", "md", 5], ["c.txt", "txt", 0]]);
    const queued = await db().select().from(jobs).where(eq(jobs.projectId, own.projectId));
    expect(queued.map((job) => job.payload["documentId"]).toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    const activity = await db().select().from(projectActivity).where(eq(projectActivity.projectId, own.projectId)).orderBy(asc(projectActivity.seq));
    expect(activity.map((row) => [row.actionType, row.actionDetails])).toEqual(items.map(({ id, title }) => ["document:created", { documentId: id, title }]));
  });

  test("a text by JSON becomes a document with its tags", async () => {
    const response = await call(create, { as: team.editor, params: { projectId: team.projectId }, body: { title: " Minutes ", content: "We met.", tags: ["b", "a", "b"] } });
    expect(response.status).toBe(201);
    expect(await json(response)).toMatchObject({ title: "Minutes", documentType: "md", mediaType: "text/plain; charset=utf-8", tags: ["b", "a"], fileSize: 7 });
  });

  test.each<[string, () => FormData, number, string]>([
    ["a file that is too large", () => form(["a.txt", "small"], ["b.txt", Buffer.alloc(mostFileBytes + 1, 97)]), 413, "too-large"],
    ["too many files", () => form(...Array.from({ length: 21 }, (_, index): [string, string] => [`${index}.txt`, "x"])), 413, "too-large"],
    ["a web page", () => form(["a.txt", "small"], ["page.html", "<html></html>", "text/plain"]), 415, "unsupported-media-type"],
    ["a drawing under another name", () => form(["a.txt", "small"], ["drawing.txt", "<svg onload='alert(1)'/>"]), 415, "unsupported-media-type"],
    ["a file without a type", () => form(["a.txt", "small"], ["LICENSE", "text"]), 415, "unsupported-media-type"],
    ["no file", () => new FormData(), 422, "validation-failed"],
  ])("%s is refused with all that came along, and nothing stays behind", async (_what, makeBody, status, code) => {
    const own = await createTeam();
    const response = await call(create, { as: own.editor, params: { projectId: own.projectId }, body: makeBody() });
    expect(response.status).toBe(status);
    const problem = await json<Problem>(response);
    expect(problem.code).toBe(code);
    expect(problem.detail?.includes("PDF, plain text (.txt) and Markdown (.md)") ?? false).toBe(status === 415);
    expect(await rowsOf(own.projectId)).toEqual([]);
    expect(await db().select().from(jobs).where(eq(jobs.projectId, own.projectId))).toEqual([]);
    expect(await incoming()).toEqual([]);
  });

  test("a refused upload doesn't take along a file that another document is made of", async () => {
    const text = `shared ${randomBytes(8).toString("hex")}`;
    const kept = await json<Document>(await upload(form(["kept.txt", text])));
    expect((await upload(form(["again.txt", text], ["page.html", "x"]))).status).toBe(415);
    expect(await (await call(download, { as: team.viewer, params: at(kept) })).text()).toBe(text);
  });

  test.each<[string, Parameters<typeof call>[1], number]>([
    ["a part under another name", { body: (() => { const body = new FormData(); body.append("document", new Blob(["x"]), "a.txt"); return body; })() }, 422],
    ["a body without boundary", { body: "x", headers: { "content-type": "multipart/form-data" } }, 400],
    ["a body that breaks off", { body: "--b\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nhalf", headers: { "content-type": "multipart/form-data; boundary=b" } }, 400],
    ["JSON null", { body: "null" }, 422],
    ["an empty text", { body: { title: "t", content: "  " } }, 422],
    ["a title of nothing that is seen", { body: { title: "\u202e\u0007", content: "text" } }, 422],
    ["NUL in a text", { body: { title: "t", content: "a\u0000b" } }, 400],
    ["half of a character", { body: '{"title":"a\\ud800","content":"b"}' }, 400],
  ])("%s is refused", async (_what, options, status) => {
    const own = await createTeam();
    const response = await call(create, { ...options, as: own.editor, params: { projectId: own.projectId } });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await rowsOf(own.projectId)).toEqual([]);
  });

  test("a viewer may not, and a stranger finds no project", async () => {
    expect((await upload(form(["a.txt", "x"]), team.viewer)).status).toBe(403);
    expect((await upload(form(["a.txt", "x"]), team.outsider)).status).toBe(404);
  });
});

describe("documents", () => {
  test("are listed newest first, page by page, and found by title, type, status and tag", async () => {
    const own = await createTeam();
    const read = async (query: string) => json<Page>(await call(list, { as: own.viewer, params: { projectId: own.projectId }, query }));
    await call(create, { as: own.owner, params: { projectId: own.projectId }, body: { title: "100% Proof", content: "a", tags: ["law"] } });
    await call(create, { as: own.owner, params: { projectId: own.projectId }, body: { title: "Second", content: "b", documentType: "txt" } });
    await call(create, { as: own.owner, params: { projectId: own.projectId }, body: { title: "Third", content: "c" } });
    const titles = (page: Page) => page.items.map(({ title }) => title);
    const first = await read("?limit=2");
    expect(titles(first)).toEqual(["Third", "Second"]);
    const second = await read(`?limit=2&cursor=${first.nextCursor}`);
    expect([titles(second), second.nextCursor]).toEqual([["100% Proof"], null]);
    expect(titles(await read("?q=%25 PROOF"))).toEqual(["100% Proof"]);
    expect(titles(await read("?type=txt"))).toEqual(["Second"]);
    expect(titles(await read("?tag=law"))).toEqual(["100% Proof"]);
    expect(titles(await read("?status=ready"))).toEqual([]);
    for (const cursor of ["x", Buffer.from('["a","b"]').toString("base64url"), Buffer.from("[400]").toString("base64url")]) {
      expect((await call(list, { as: own.viewer, params: { projectId: own.projectId }, query: `?cursor=${cursor}` })).status).toBe(422);
    }
  });

  test("get another title and other tags, and keep what isn't named", async () => {
    const made = await addText("Draft", "text");
    const response = await call(update, { as: team.editor, params: at(made), method: "PATCH", body: { title: "Final\u202e", tags: ["done"] } });
    expect(await json(response)).toMatchObject({ id: made.id, title: "Final", tags: ["done"] });
    await call(update, { as: team.editor, params: at(made), method: "PATCH", body: { tags: [] } });
    expect(await json(await call(get, { as: team.viewer, params: at(made) }))).toMatchObject({ title: "Final", tags: [] });
    expect((await call(update, { as: team.viewer, params: at(made), method: "PATCH", body: { title: "Mine" } })).status).toBe(403);
  });

  test("deleting removes text, passages and file, and says so", async () => {
    const made = await addText("Doomed", `# Doomed\n\nEvery trace of this ${randomBytes(8).toString("hex")} goes.`);
    const hash = await hashOf(made);
    await runDueJobs({ projectId: team.projectId });
    expect(await db().select().from(documentVectors).where(eq(documentVectors.documentId, made.id))).toHaveLength(1);
    expect((await call(remove, { as: team.editor, params: at(made), method: "DELETE" })).status).toBe(204);
    await runDueJobs({ projectId: team.projectId });
    expect(await db().select().from(documentVectors).where(eq(documentVectors.documentId, made.id))).toEqual([]);
    expect(await db().select().from(documentPages).where(eq(documentPages.documentId, made.id))).toEqual([]);
    expect(await fileExists(db(), hash)).toBe(false);
    expect((await call(get, { as: team.viewer, params: at(made) })).status).toBe(404);
    expect((await call(download, { as: team.viewer, params: at(made) })).status).toBe(404);
    const told = await db().select().from(projectActivity).where(and(eq(projectActivity.projectId, team.projectId), eq(projectActivity.actionType, "document:deleted")));
    expect(told.map((row) => row.actionDetails)).toContainEqual({ documentId: made.id, title: "Doomed" });
  });

  test("a file goes with the last document that is made of it", async () => {
    const text = `the same ${randomBytes(8).toString("hex")}`;
    const one = await addText("One", text);
    const other = await addText("Other", text);
    const hash = await hashOf(one);
    expect(await hashOf(other)).toBe(hash);
    await call(remove, { as: team.editor, params: at(one), method: "DELETE" });
    await runDueJobs({ projectId: team.projectId });
    expect(await (await call(download, { as: team.viewer, params: at(other) })).text()).toBe(text);
    await call(remove, { as: team.editor, params: at(other), method: "DELETE" });
    await runDueJobs({ projectId: team.projectId });
    expect(await fileExists(db(), hash)).toBe(false);
  });

  test("deleting one that waits cancels its ingestion", async () => {
    const own = await createTeam();
    const made = await addText("Waiting", "text", own);
    await call(remove, { as: own.editor, params: { projectId: own.projectId, documentId: made.id }, method: "DELETE" });
    const left = await db().select().from(jobs).where(eq(jobs.projectId, own.projectId));
    expect(left.map((job) => job.kind)).toEqual(["files.remove"]);
  });

  test("a document of another project is not there", async () => {
    const own = await createTeam();
    const made = await addText("Private", "text", own);
    for (const [handler, options] of [[get, {}], [pages, {}], [download, {}], [update, { method: "PATCH", body: { title: "x" } }], [remove, { method: "DELETE" }]] as const) {
      expect((await call(handler, { as: team.owner, params: at(made), ...options })).status).toBe(404);
    }
    expect(await rowsOf(own.projectId)).toMatchObject([{ title: "Private" }]);
  });
});
