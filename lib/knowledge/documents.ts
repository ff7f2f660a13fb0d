import "server-only";
import { Readable } from "node:stream";
import { z } from "zod";
import { authorize, type Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, transaction } from "@/lib/core/db";
import { cleanTitle } from "@/lib/core/file-names";
import { holdFiles, queueFileRemoval, removeFilesIfUnused } from "@/lib/core/file-uses";
import { openFile, putFile } from "@/lib/core/files";
import { newId } from "@/lib/core/ids";
import { abortJobs, cancelJobs, enqueueJob, wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { fileNameOf, mediaTypeOf } from "./file-names";
import { isUnsent, tellUpdated } from "./news";
import { presentDocument } from "./presenters";
import { deleteDocument as deleteRow, findReadableDocument, insertDocuments, listDocuments as listRows, listPages, lockReadableDocument, updateDocument as updateRow, type DocumentChange, type NewDocument } from "./queries";
import { mostFileBytes, type createDocumentInput, type Document, type listDocumentsQuery, type listPagesQuery, type TextPage, type updateDocumentInput } from "./schemas";
import { receiveDocuments, type StoredUpload } from "./upload";

/** The kind of this feature's jobs; `ingestion.ts` runs them. */
export const jobKinds = { ingest: "knowledge.ingest" } as const;

type Writer = Granted<"knowledge.write">;
type Reader = Granted<"knowledge.read">;
type TextInput = NonNullable<z.output<typeof createDocumentInput>>;
type Source = StoredUpload & Pick<NewDocument, "tags">;

/**
 * Stores the files of an upload and queues their ingestion, all or none.
 * @throws AppError as `receiveDocuments` does
 */
export async function uploadDocuments(by: Writer, request: Request): Promise<Document[]> {
  const hashes: string[] = [];
  return keepOrRemove(by, hashes, async () => {
    const uploads = await receiveDocuments(request, (hash) => hashes.push(hash));
    // Files may take minutes to arrive, and by then the project may be archived or the sender no member any more.
    await authorize(by.actor, by.projectId, "knowledge.write");
    return uploads.map((upload) => ({ ...upload, tags: [] }));
  });
}

/** Stores a text as a document, kept as a file like an uploaded one. @throws AppError `too-large` */
export async function createTextDocument(by: Writer, input: TextInput): Promise<Document> {
  const title = requireTitle(input.title);
  const hashes: string[] = [];
  const [document] = await keepOrRemove(by, hashes, async () => {
    const { hash, size } = await putFile(Readable.from([Buffer.from(input.content)]), { maxBytes: mostFileBytes });
    hashes.push(hash);
    return [{ title, documentType: input.documentType, tags: input.tags, hash, size }];
  });
  if (!document) throw new Error("no document was made");
  return document;
}

export async function getDocument(by: Reader, documentId: string): Promise<Document> {
  return presentDocument(await getRow(by, documentId));
}

/** The project's own, newest first; what came with messages is left out. */
export async function listDocuments(by: Reader, { limit, cursor, ...filters }: z.output<typeof listDocumentsQuery>): Promise<{ items: Document[]; nextCursor: string | null }> {
  const after = cursor ? decodeCursor(z.tuple([momentInput, z.guid()]), cursor) : null;
  const rows = await listRows(db(), by.projectId, filters, after && { createdAt: after[0], id: after[1] }, limit + 1);
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id]);
  return { ...page, items: page.items.map(presentDocument) };
}

/**
 * Changes title or tags; what isn't given stays. With the scope `project`, what came with a message becomes one of the
 * project's documents, which is news then, and outlives its conversation.
 */
export async function updateDocument(by: Writer, documentId: string, input: z.output<typeof updateDocumentInput>): Promise<Document> {
  const change: DocumentChange = { ...(input.title === undefined ? {} : { title: requireTitle(input.title) }), ...(input.tags === undefined ? {} : { tags: input.tags }) };
  return mutate(by, async (tx, emit) => {
    const known = await lockReadableDocument(tx, by.projectId, by.actor.id, documentId);
    if (!known) throw new AppError("not-found");
    const isAdded = input.scope === "project" && known.scope !== "project";
    if (isAdded) Object.assign(change, { scope: "project", sessionId: null });
    if (Object.keys(change).length === 0) return presentDocument(known);
    const row = await updateRow(tx, by.projectId, documentId, change);
    if (!row) throw new AppError("not-found");
    const document = presentDocument(row);
    if (isAdded) emit("document:created", { documentId, title: row.title }, { thing: document });
    else tellUpdated(emit, row);
    return document;
  });
}

/** Deletes a document with its pages, its passages, and its file unless another document is made of the same. */
export async function deleteDocument(by: Writer, documentId: string): Promise<void> {
  const cancelled = await mutate(by, async (tx, emit) => {
    const row = await lockReadableDocument(tx, by.projectId, by.actor.id, documentId);
    if (!row) throw new AppError("not-found");
    await deleteRow(tx, by.projectId, documentId);
    if (row.filePath) await queueFileRemoval(tx, by.projectId, row.filePath);
    // Nobody else knew of what wasn't sent.
    if (!isUnsent(row)) emit("document:deleted", { documentId, title: row.title });
    return cancelJobs(tx, { kind: jobKinds.ingest, projectId: by.projectId, payload: { documentId } });
  });
  abortJobs(cancelled);
  wakeJobs();
}

/** Queues a failed document again. @throws AppError `conflict` for one that didn't fail */
export async function retryDocument(by: Writer, documentId: string): Promise<Document> {
  const document = await mutate(by, async (tx, emit) => {
    const known = await lockReadableDocument(tx, by.projectId, by.actor.id, documentId);
    if (!known) throw new AppError("not-found");
    if (known.status !== "failed") throw new AppError("conflict", "Only a document that could not be read can be tried again.");
    const row = await updateRow(tx, by.projectId, documentId, { status: "queued", progress: 0, problem: null });
    if (!row) throw new AppError("not-found");
    await enqueueJob(tx, { kind: jobKinds.ingest, projectId: by.projectId, payload: { documentId } });
    tellUpdated(emit, row);
    return presentDocument(row);
  });
  wakeJobs();
  return document;
}

/** The text by page, from a page on. `nextCursor` is the `from` of the next request. */
export async function listDocumentPages(by: Reader, documentId: string, { from, limit }: z.output<typeof listPagesQuery>): Promise<{ items: TextPage[]; nextCursor: string | null }> {
  await getRow(by, documentId);
  const rows = await listPages(db(), by.projectId, documentId, from, limit + 1);
  const next = rows[limit];
  return { items: rows.slice(0, limit), nextCursor: next ? String(next.page) : null };
}

/** The original bytes and what they are to be called. @throws AppError `not-found` */
export async function openDocumentFile(by: Reader, documentId: string): Promise<{ stream: Readable; fileName: string; mediaType: string; size: number }> {
  const row = await getRow(by, documentId);
  if (!row.filePath) throw new AppError("not-found");
  return { stream: await openFile(row.filePath), fileName: fileNameOf(row.title, row.documentType), mediaType: row.mediaType, size: row.fileSize };
}

async function getRow(by: Reader, documentId: string) {
  const row = await findReadableDocument(db(), by.projectId, by.actor.id, documentId);
  if (!row) throw new AppError("not-found");
  return row;
}

/** Makes documents of files that `receive` stores; when anything fails, those files go again. */
async function keepOrRemove(by: Writer, hashes: string[], receive: () => Promise<Source[]>): Promise<Document[]> {
  try {
    return await createDocuments(by, await receive());
  } catch (error) {
    if (hashes.length > 0) await transaction((tx) => removeFilesIfUnused(tx, hashes));
    throw error;
  }
}

async function createDocuments(by: Writer, sources: Source[]): Promise<Document[]> {
  const documents = await mutate(by, async (tx, emit) => {
    await holdFiles(tx, sources.map(({ hash }) => hash));
    const rows = await insertDocuments(tx, by.projectId, sources.map(({ hash, size, ...source }) => ({ ...source, id: newId(), userId: by.actor.id, filePath: hash, fileSize: size, mediaType: mediaTypeOf(source.documentType) })));
    for (const row of rows) {
      await enqueueJob(tx, { kind: jobKinds.ingest, projectId: by.projectId, payload: { documentId: row.id } });
      emit("document:created", { documentId: row.id, title: row.title }, { thing: presentDocument(row) });
    }
    return rows.map(presentDocument);
  });
  wakeJobs();
  return documents;
}

function requireTitle(text: string): string {
  const title = cleanTitle(text);
  if (title === "") throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/title", detail: "must not be empty" }] });
  return title;
}
