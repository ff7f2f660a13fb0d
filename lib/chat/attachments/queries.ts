import "server-only";
import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import { chatAttachments, chatSessions } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

export type AttachmentRow = typeof chatAttachments.$inferSelect;
export type NewAttachment = Omit<AttachmentRow, "projectId" | "createdAt">;

export const insertAttachments = (tx: Tx, projectId: string, attachments: NewAttachment[]): Promise<AttachmentRow[]> =>
  tx.insert(chatAttachments).values(attachments.map((attachment) => ({ ...attachment, projectId }))).returning();

/** One that the person may see: their own, or one that was sent in a conversation that is there. */
export async function findAttachment(db: Db, projectId: string, userId: string, attachmentId: string): Promise<AttachmentRow | null> {
  const [found] = await db
    .select({ row: chatAttachments })
    .from(chatAttachments)
    .leftJoin(chatSessions, and(eq(chatSessions.id, chatAttachments.sessionId), isNull(chatSessions.deletedAt)))
    .where(and(eq(chatAttachments.projectId, projectId), eq(chatAttachments.id, attachmentId), or(eq(chatSessions.id, chatAttachments.sessionId), and(isNull(chatAttachments.messageId), eq(chatAttachments.userId, userId)))));
  return found?.row ?? null;
}

/** Makes those of the person's unsent attachments part of a message. */
export const claimUnsent = (tx: Tx, projectId: string, userId: string, ids: string[], to: { sessionId: string; messageId: string }): Promise<AttachmentRow[]> =>
  tx
    .update(chatAttachments)
    .set(to)
    .where(and(eq(chatAttachments.projectId, projectId), eq(chatAttachments.userId, userId), inArray(chatAttachments.id, ids), isNull(chatAttachments.messageId)))
    .returning();

/** What came with a message. */
export const listOfMessage = (tx: Tx, projectId: string, messageId: string): Promise<AttachmentRow[]> =>
  tx.select().from(chatAttachments).where(and(eq(chatAttachments.projectId, projectId), eq(chatAttachments.messageId, messageId))).orderBy(asc(chatAttachments.id));

export const deleteOfMessage = (tx: Tx, projectId: string, messageId: string): Promise<AttachmentRow[]> =>
  tx.delete(chatAttachments).where(and(eq(chatAttachments.projectId, projectId), eq(chatAttachments.messageId, messageId))).returning();

/** Deletes those that were never sent. */
export const deleteUnsent = (tx: Tx, projectId: string, ids: string[]): Promise<AttachmentRow[]> =>
  tx.delete(chatAttachments).where(and(eq(chatAttachments.projectId, projectId), inArray(chatAttachments.id, ids), isNull(chatAttachments.messageId))).returning();

/** Those of the documents that other attachments refer to: one file may have been sent again in another branch. */
export async function listUsedDocuments(tx: Tx, projectId: string, documentIds: string[]): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ documentId: chatAttachments.documentId })
    .from(chatAttachments)
    .where(and(eq(chatAttachments.projectId, projectId), inArray(chatAttachments.documentId, documentIds)));
  return rows.flatMap(({ documentId }) => documentId ?? []);
}
