import "server-only";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { cancelJobs, enqueueJob } from "@/lib/core/jobs";
import { jobKinds } from "./documents";
import { headBytes, mediaTypeOf, typeOfAttachedFile, type DocumentType } from "./file-names";
import { assignToSession, deleteConversationDocuments, insertDocuments } from "./queries";

// What chat may do with documents: those that come with messages are made, given to a conversation and deleted here.

/** A stored file that is to be read; `title` is its name. */
export type AttachedText = { title: string; documentType: DocumentType; hash: string; size: number };

/** Bytes of a file that `documentTypeOf` wants to see, as its beginning. */
export const documentHeadBytes = headBytes;

/** As what a file that comes with a message would be read: null for what holds no text, or what a browser would run. */
export const documentTypeOf = (name: string, head: Buffer): DocumentType | null => typeOfAttachedFile(name, head);

/** What such a document's file is served as. */
export const documentMediaType = mediaTypeOf;

/**
 * Makes documents that no list shows, and queues their ingestion. Call `wakeJobs` after the commit.
 * @returns their ids, in the order given
 */
export async function createConversationDocuments(tx: Tx, by: { projectId: string; userId: string }, texts: AttachedText[]): Promise<string[]> {
  if (texts.length === 0) return [];
  const documents = texts.map(({ title, documentType, hash, size }) => ({
    id: newId(),
    userId: by.userId,
    title,
    documentType,
    filePath: hash,
    fileSize: size,
    mediaType: mediaTypeOf(documentType),
    tags: [],
    scope: "conversation" as const,
  }));
  await insertDocuments(tx, by.projectId, documents);
  for (const { id } of documents) await enqueueJob(tx, { kind: jobKinds.ingest, projectId: by.projectId, payload: { documentId: id } });
  return documents.map(({ id }) => id);
}

/** Gives documents that were just uploaded to the conversation they are sent in. */
export async function giveToConversation(tx: Tx, projectId: string, documentIds: string[], sessionId: string): Promise<void> {
  if (documentIds.length > 0) await assignToSession(tx, projectId, documentIds, sessionId);
}

/**
 * Deletes documents that belong to a conversation only; one that was added to the project's stays. Their files are the
 * caller's.
 * @returns jobs that were cancelled: call `abortJobs` with them after the commit
 */
export async function dropConversationDocuments(tx: Tx, projectId: string, documentIds: string[]): Promise<string[]> {
  if (documentIds.length === 0) return [];
  const cancelled: string[] = [];
  for (const { id } of await deleteConversationDocuments(tx, projectId, documentIds)) cancelled.push(...(await cancelJobs(tx, { kind: jobKinds.ingest, projectId, payload: { documentId: id } })));
  return cancelled;
}
