import "server-only";
import type { DocumentRow } from "./queries";
import { documentProblems, type Document } from "./schemas";

/** A row as the API shows it. */
export const presentDocument = (row: DocumentRow): Document => ({
  id: row.id,
  projectId: row.projectId,
  userId: row.userId,
  title: row.title,
  documentType: row.documentType,
  mediaType: row.mediaType,
  fileSize: row.fileSize,
  tags: row.tags,
  scope: row.scope,
  sessionId: row.sessionId,
  status: row.status,
  progress: row.progress,
  problem: row.problem === null ? null : (documentProblems.find((problem) => problem === row.problem) ?? "internal"),
  pageCount: row.pageCount,
  chunkCount: row.chunkCount,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
