import { eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { documentPages, documentVectors, jobs, knowledgeDocuments } from "@/drizzle/schema";
import { call, createTeam, json } from "@/drizzle/testing/factories";
import { makeDamagedPdf, makeEmptyPdf, makeEncryptedPdf } from "@/e2e/files/make-pdf";
import { samplePaper } from "@/e2e/files/sample-paper";
import { clock } from "@/lib/core/clock";
import { db, transaction } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { enqueueJob, leaseMs, runDueJobs } from "@/lib/core/jobs";
import { claimJob } from "@/lib/core/queries";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import { route } from "@/lib/http/route";
import { jobKinds } from "./documents";
import { registerIngestion } from "./ingestion";
import * as operations from "./operations";
import type { Document, TextPage } from "./schemas";

const create = route(operations.createDocument);
const get = route(operations.getDocument);
const pages = route(operations.listDocumentPages);
const retry = route(operations.retryDocument);

let team: Awaited<ReturnType<typeof createTeam>>;
beforeAll(async () => {
  registerIngestion();
  team = await createTeam();
});
afterEach(() => {
  clock.now = () => Date.now();
});

async function upload(name: string, bytes: Buffer): Promise<Document> {
  const body = new FormData();
  body.append("file", new Blob([new Uint8Array(bytes)]), name);
  return json<Document>(await call(create, { as: team.editor, params: { projectId: team.projectId }, body }));
}
const at = (document: Document) => ({ projectId: team.projectId, documentId: document.id });
const read = async (document: Document) => json<Document>(await call(get, { as: team.viewer, params: at(document) }));
const chunksOf = (document: Document) => db().select().from(documentVectors).where(eq(documentVectors.documentId, document.id)).orderBy(documentVectors.chunkIndex);
const work = () => runDueJobs({ projectId: team.projectId });

describe("ingestion", () => {
  test("reads a PDF into pages and passages that stand where they say, and tells how it goes", async () => {
    const events: ProjectEvent[] = [];
    const { unsubscribe } = await hub().subscribe(team.projectId, (event) => void events.push(event));
    const queued = await upload(samplePaper.fileName, samplePaper.pdf());
    await work();
    unsubscribe();

    const document = await read(queued);
    expect(document).toMatchObject({ status: "ready", progress: 1, problem: null, pageCount: samplePaper.pageCount });
    const chunks = await chunksOf(document);
    expect(document.chunkCount).toBe(chunks.length);
    const text = await json<{ items: TextPage[]; nextCursor: string | null }>(await call(pages, { as: team.viewer, params: at(document) }));
    expect(text.items.map(({ page }) => page)).toEqual(Array.from({ length: samplePaper.pageCount }, (_, index) => index + 1));
    for (const chunk of chunks) {
      const page = text.items.find(({ page: number }) => number === chunk.page);
      expect(page?.content.slice(chunk.startOffset, chunk.endOffset)).toBe(chunk.contentChunk);
      expect(chunk.termCount).toBeGreaterThan(0);
    }
    expect(text.items[samplePaper.answer.page - 1]?.content.replaceAll(/\s+/g, " ")).toContain(samplePaper.answer.sentence);
    const [row] = await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, document.id));
    expect(row?.content).toBe(text.items.map(({ content }) => content).join("\n\n"));

    const about = events.filter((event) => event.payload["documentId"] === document.id);
    expect(about[0]).toMatchObject({ name: "document:created", thing: { id: document.id, status: "queued" } });
    expect(about[1]).toMatchObject({ name: "document:progress", seq: null, payload: { status: "processing", progress: 0 } });
    expect(about.at(-1)).toMatchObject({ name: "document:updated", userId: null, payload: { status: "ready" }, thing: { ...document, updatedAt: expect.any(String) } });
    const progress = about.filter(({ name }) => name === "document:progress").map(({ payload }) => Number(payload["progress"]));
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test("pages are read from a number on", async () => {
    const document = await upload(samplePaper.fileName, samplePaper.pdf());
    await work();
    const part = async (query: string) => json<{ items: TextPage[]; nextCursor: string | null }>(await call(pages, { as: team.viewer, params: at(document), query }));
    const first = await part("?from=2&limit=2");
    expect([first.items.map(({ page }) => page), first.nextCursor]).toEqual([[2, 3], "4"]);
    const rest = await part(`?from=${first.nextCursor}&limit=50`);
    expect([rest.items[0]?.page, rest.nextCursor]).toEqual([4, null]);
    expect((await call(pages, { as: team.viewer, params: at(document), query: "?from=0" })).status).toBe(422);
  });

  test.each<[string, string, () => Buffer, string]>([
    ["a damaged PDF", "damaged.pdf", makeDamagedPdf, "damaged"],
    ["something else under the name of a PDF", "noise.pdf", () => Buffer.from("nothing of the kind"), "damaged"],
    ["an encrypted PDF", "locked.pdf", makeEncryptedPdf, "encrypted"],
    ["a PDF without text", "scan.pdf", makeEmptyPdf, "empty"],
    ["an empty file", "empty.txt", () => Buffer.alloc(0), "empty"],
    ["a text whose encoding can't be told", "short.txt", () => Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), "encoding"],
    ["a binary under the name of a text", "picture.txt", () => Buffer.from("\x89PNG\r\n\x1a\n\0\0\0", "latin1"), "damaged"],
  ])("%s fails with a clear status", async (_what, name, make, problem) => {
    const document = await upload(name, make());
    await work();
    expect(await read(document)).toMatchObject({ status: "failed", problem, pageCount: null, chunkCount: null });
    expect(await chunksOf(document)).toEqual([]);
    const again = await call(retry, { as: team.editor, params: at(document), method: "POST" });
    expect(again.status).toBe(202);
    expect(await json(again)).toMatchObject({ status: "queued", problem: null });
    await work();
    expect(await read(document)).toMatchObject({ status: "failed", problem });
  });

  test("only a failed document is tried again, and only by those who may write", async () => {
    const document = await upload("fine.md", Buffer.from("# Fine\n\nAll is well."));
    expect((await call(retry, { as: team.viewer, params: at(document), method: "POST" })).status).toBe(403);
    expect((await call(retry, { as: team.editor, params: at(document), method: "POST" })).status).toBe(409);
    await work();
    expect((await call(retry, { as: team.editor, params: at(document), method: "POST" })).status).toBe(409);
  });

  test("that began in a process which died begins again when its lease is over, and leaves nothing twice", async () => {
    const document = await upload("resumed.md", Buffer.from(samplePaper.markdown()));
    const claimed = await claimJob(db(), { kinds: [jobKinds.ingest], projectId: team.projectId, leaseOwner: newId(), at: new Date(Date.now() + 10).toISOString(), until: new Date(Date.now() + leaseMs).toISOString() });
    expect(claimed?.payload).toEqual({ documentId: document.id });
    // What a run leaves that ended in the middle.
    await db().update(knowledgeDocuments).set({ status: "processing", progress: 0.9 }).where(eq(knowledgeDocuments.id, document.id));
    await db().insert(documentPages).values({ documentId: document.id, page: 1, content: "half" });
    await db().insert(documentVectors).values({ id: newId(), projectId: team.projectId, documentId: document.id, chunkIndex: 0, contentChunk: "half", page: 1, startOffset: 0, endOffset: 4, termCount: 1 });

    expect(await work()).toBe(0);
    const at = Date.now() + leaseMs + 1_000;
    clock.now = () => at;
    expect(await work()).toBe(1);
    const done = await read(document);
    expect(done).toMatchObject({ status: "ready", pageCount: 1 });
    const chunks = await chunksOf(document);
    expect(chunks.map(({ chunkIndex }) => chunkIndex)).toEqual(Array.from({ length: done.chunkCount ?? 0 }, (_, index) => index));
    expect(chunks[0]?.contentChunk).not.toBe("half");
  });

  test("twice for the same document changes nothing", async () => {
    const document = await upload("twice.md", Buffer.from(samplePaper.markdown()));
    await work();
    const before = await chunksOf(document);
    await transaction((tx) => enqueueJob(tx, { kind: jobKinds.ingest, projectId: team.projectId, payload: { documentId: document.id } }));
    expect(await work()).toBe(1);
    expect(await chunksOf(document)).toEqual(before);
    expect(await db().select().from(jobs).where(eq(jobs.projectId, team.projectId))).toEqual([]);
  });

  test("of a long text takes several steps and misses nothing", async () => {
    const sections = Array.from({ length: 900 }, (_, index) => `## Section ${index}\n\n${`Sentence ${index} says something of its own kind. `.repeat(20)}`);
    const document = await upload("long.md", Buffer.from(sections.join("\n\n")));
    await work();
    const done = await read(document);
    const chunks = await chunksOf(document);
    expect(done).toMatchObject({ status: "ready", chunkCount: chunks.length });
    expect(chunks.length).toBeGreaterThan(800);
    expect(new Set(chunks.map(({ heading }) => heading)).size).toBe(900);
  });
});
