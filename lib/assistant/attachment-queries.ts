import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { chatAttachments, knowledgeDocuments } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/**
 * What came with a message, as an answer needs it. A picture has a size in pixels and its bytes under `hash`
 * (`openFile`); anything else is a document, whose `documentStatus` tells whether it can be searched yet. Both are
 * null when the document was deleted.
 */
export type QuestionAttachment = {
  messageId: string | null;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  width: number | null;
  height: number | null;
  hash: string;
  documentId: string | null;
  documentStatus: "queued" | "processing" | "ready" | "failed" | null;
};

/** What came with some messages of a project, in the order in which it was added. */
export const listQuestionAttachments = (db: Db, projectId: string, messageIds: string[]): Promise<QuestionAttachment[]> =>
  db
    .select({
      messageId: chatAttachments.messageId,
      name: chatAttachments.name,
      mediaType: chatAttachments.mediaType,
      size: chatAttachments.size,
      width: chatAttachments.width,
      height: chatAttachments.height,
      hash: chatAttachments.filePath,
      documentId: knowledgeDocuments.id,
      documentStatus: knowledgeDocuments.status,
    })
    .from(chatAttachments)
    .leftJoin(knowledgeDocuments, and(eq(knowledgeDocuments.projectId, projectId), eq(knowledgeDocuments.id, chatAttachments.documentId)))
    .where(and(eq(chatAttachments.projectId, projectId), inArray(chatAttachments.messageId, messageIds)))
    .orderBy(asc(chatAttachments.id));
