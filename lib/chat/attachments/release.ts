import "server-only";
import type { Tx } from "@/lib/core/db";
import { queueFileRemoval } from "@/lib/core/file-uses";
import { dropConversationDocuments } from "@/lib/knowledge/conversation-documents";
import { deleteOfMessage, listUsedDocuments, type AttachmentRow } from "./queries";

/**
 * Lets go of what deleted attachments referred to: the documents that were made of them, unless they became the
 * project's or came with another message as well, and the files, unless somebody else refers to them.
 * @returns jobs that were cancelled: call `abortJobs` with them, and `wakeJobs`, after the commit
 */
export async function releaseFiles(tx: Tx, projectId: string, deleted: AttachmentRow[]): Promise<string[]> {
  const documentIds = deleted.flatMap(({ documentId }) => documentId ?? []);
  const used = documentIds.length > 0 ? await listUsedDocuments(tx, projectId, documentIds) : [];
  const cancelled = await dropConversationDocuments(tx, projectId, documentIds.filter((id) => !used.includes(id)));
  for (const hash of new Set(deleted.map(({ filePath }) => filePath))) await queueFileRemoval(tx, projectId, hash);
  return cancelled;
}

/** Deletes what came with a message. @returns as `releaseFiles` does */
export async function eraseAttachments(tx: Tx, projectId: string, messageId: string): Promise<string[]> {
  return releaseFiles(tx, projectId, await deleteOfMessage(tx, projectId, messageId));
}
