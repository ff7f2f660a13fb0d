import "server-only";
import { z } from "zod";
import type { SystemGrant } from "@/lib/access/authorize";
import { systemGrant } from "@/lib/access/system-grant";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { withLocalFile } from "@/lib/core/files";
import { newId } from "@/lib/core/ids";
import { registerJob, type JobRun } from "@/lib/core/jobs";
import { broadcast, mutate } from "@/lib/events/mutate";
import type { Chunk } from "./chunking/chunk";
import { jobKinds } from "./documents";
import { extractText } from "./extraction/extract";
import { ExtractionError, type PageText, type ReadDocument } from "./extraction/extracted-text";
import { tellUpdated } from "./news";
import { deleteText, findDocument, insertChunks, insertPages, lockDocument, updateDocument, type DocumentChange, type DocumentRow } from "./queries";
import { documentTypes, type documentProblems } from "./schemas";

/** Names this feature's jobs to the job runner; called before it starts. */
export function registerIngestion(): void {
  registerJob(jobKinds.ingest, {
    run: ingest,
    onFailed: async ({ payload, projectId }) => fail(systemGrant("ingestion", requireProject(projectId)), ingestPayload.parse(payload).documentId, "internal"),
  });
}

/** The share of progress that reading takes; storing has the rest. */
const readingShare = 0.8;
const progressEveryMs = 250;
/** Passages of one transaction: more would make the embedded database's other users wait. */
const chunksAtOnce = 400;
/** Pages of one transaction, by their text, for the same reason. */
const pageCharactersAtOnce = 2_000_000;
/** A document's own column holds this much of its text; the pages hold all of it. */
const mostContent = 1_000_000;

const ingestPayload = z.object({ documentId: z.uuid() });

/**
 * Reads a document's text and stores it as pages and passages. It may run again after a crash: it begins by removing
 * what an earlier run left. Searches see passages of ready documents only, so nobody sees half of one.
 */
async function ingest({ payload, projectId, signal }: JobRun): Promise<void> {
  const by = systemGrant("ingestion", requireProject(projectId));
  const { documentId } = ingestPayload.parse(payload);
  const source = await begin(by, documentId);
  if (!source) return;
  const report = progressReporter(by.projectId, documentId);
  let read: ReadDocument;
  try {
    const documentType = documentTypes.find((type) => type === source.documentType);
    if (!documentType || !source.filePath) throw new ExtractionError("unsupported", `no reader for ${source.documentType}`);
    read = await withLocalFile(source.filePath, (path) => extractText({ path, documentType, signal, onProgress: (done) => report(done * readingShare) }));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExtractionError)) throw error;
    return fail(by, documentId, error.code);
  }
  if (read.chunks.length === 0) return fail(by, documentId, "empty");
  await store(by, documentId, read.pages, read.chunks, signal, report);
}

/** @returns the document, or null if it was deleted or is done */
async function begin(by: SystemGrant, documentId: string): Promise<DocumentRow | null> {
  const known = await findDocument(db(), by.projectId, documentId);
  if (!known) return null;
  return mutate(by, async (tx, emit) => {
    const row = await lockDocument(tx, by.projectId, documentId);
    if (!row || row.status === "ready") return null;
    await deleteText(tx, by.projectId, documentId);
    emit("document:progress", { documentId, status: "processing", progress: 0 });
    return updateDocument(tx, by.projectId, documentId, { status: "processing", progress: 0, problem: null });
  });
}

/** In steps that each commit; the last one makes the document ready. A small document takes a single step. */
async function store(by: SystemGrant, documentId: string, pages: PageText[], chunks: Chunk[], signal: AbortSignal, report: (progress: number) => void): Promise<void> {
  const steps = stepsOf(pages, chunks);
  for (const [index, step] of steps.entries()) {
    signal.throwIfAborted();
    const isLast = index === steps.length - 1;
    const progress = isLast ? 1 : readingShare + ((1 - readingShare) * (index + 1)) / steps.length;
    const goesOn = await mutate(by, async (tx, emit) => {
      const row = await lockDocument(tx, by.projectId, documentId);
      // Deleted meanwhile, or finished by a runner that took this one for dead.
      if (row?.status !== "processing") return false;
      if (index === 0) await deleteText(tx, by.projectId, documentId);
      if (step.pages.length > 0) await insertPages(tx, documentId, step.pages.map(({ number, text }) => ({ page: number, content: text })));
      if (step.chunks.length > 0) await insertChunks(tx, by.projectId, documentId, step.chunks.map(toRow));
      const done: DocumentChange = isLast ? { status: "ready", problem: null, pageCount: pages.length, chunkCount: chunks.length, content: joined(pages) } : {};
      const changed = await updateDocument(tx, by.projectId, documentId, { ...done, progress });
      if (isLast && changed) tellUpdated(emit, changed);
      return true;
    });
    if (!goesOn) return;
    report(progress);
  }
}

/** Marks a document that could not be read. */
async function fail(by: SystemGrant, documentId: string, problem: (typeof documentProblems)[number]): Promise<void> {
  if (!(await findDocument(db(), by.projectId, documentId))) return;
  await mutate(by, async (tx, emit) => {
    const known = await lockDocument(tx, by.projectId, documentId);
    if (!known || known.status === "ready") return;
    await deleteText(tx, by.projectId, documentId);
    const row = await updateDocument(tx, by.projectId, documentId, { status: "failed", problem, progress: 0 });
    if (row) tellUpdated(emit, row);
  });
}

/** Tells the project's members how far it is, four times a second at most. */
function progressReporter(projectId: string, documentId: string): (progress: number) => void {
  let last = clock.now();
  return (progress) => {
    if (clock.now() - last < progressEveryMs || progress >= 1) return;
    last = clock.now();
    void broadcast(projectId, null, "document:progress", { documentId, status: "processing", progress });
  };
}

type Step = { pages: PageText[]; chunks: Chunk[] };

function stepsOf(pages: PageText[], chunks: Chunk[]): Step[] {
  const steps: Step[] = [];
  let open: Step | null = null;
  let size = 0;
  for (const page of pages) {
    if (!open || size + page.text.length > pageCharactersAtOnce || open.pages.length >= 1_000) {
      steps.push((open = { pages: [], chunks: [] }));
      size = 0;
    }
    open.pages.push(page);
    size += page.text.length;
  }
  for (let start = 0; start < chunks.length; start += chunksAtOnce) {
    const some = chunks.slice(start, start + chunksAtOnce);
    // The first passages go with the last pages.
    if (start === 0 && open) open.chunks = some;
    else steps.push({ pages: [], chunks: some });
  }
  return steps;
}

const toRow = (chunk: Chunk) => ({
  id: newId(),
  chunkIndex: chunk.index,
  contentChunk: chunk.text,
  heading: chunk.heading,
  page: chunk.page,
  startOffset: chunk.start,
  endOffset: chunk.end,
});

function joined(pages: PageText[]): string {
  let text = "";
  for (const page of pages) {
    if (text.length >= mostContent) break;
    text += (text === "" ? "" : "\n\n") + page.text.slice(0, mostContent - text.length);
  }
  return text.toWellFormed();
}

function requireProject(projectId: string | null): string {
  if (!projectId) throw new Error("the job names no project");
  return projectId;
}
