import "server-only";
import { and, asc, desc, eq, gte, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { chatSessions, documentPages, documentVectors, knowledgeDocuments } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

type Document = typeof knowledgeDocuments.$inferSelect;
/** A document without its text, which may be long and which lists don't show. */
export type DocumentRow = Omit<Document, "content">;
export type NewDocument = Pick<Document, "id" | "userId" | "title" | "documentType" | "filePath" | "fileSize" | "mediaType" | "tags"> & Partial<Pick<Document, "scope">>;
export type DocumentChange = Partial<Pick<Document, "title" | "tags" | "scope" | "sessionId" | "status" | "progress" | "problem" | "content" | "pageCount" | "chunkCount">>;
type NewPage = { page: number; content: string };
type NewChunk = { id: string; chunkIndex: number; contentChunk: string; heading: string | null; page: number; startOffset: number; endOffset: number };

const columns = {
  id: knowledgeDocuments.id,
  projectId: knowledgeDocuments.projectId,
  userId: knowledgeDocuments.userId,
  title: knowledgeDocuments.title,
  documentType: knowledgeDocuments.documentType,
  filePath: knowledgeDocuments.filePath,
  fileSize: knowledgeDocuments.fileSize,
  mediaType: knowledgeDocuments.mediaType,
  tags: knowledgeDocuments.tags,
  scope: knowledgeDocuments.scope,
  sessionId: knowledgeDocuments.sessionId,
  status: knowledgeDocuments.status,
  progress: knowledgeDocuments.progress,
  problem: knowledgeDocuments.problem,
  pageCount: knowledgeDocuments.pageCount,
  chunkCount: knowledgeDocuments.chunkCount,
  createdAt: knowledgeDocuments.createdAt,
  updatedAt: knowledgeDocuments.updatedAt,
};

const one = (projectId: string, documentId: string) => and(eq(knowledgeDocuments.projectId, projectId), eq(knowledgeDocuments.id, documentId));

/** In the order given. */
export const insertDocuments = (tx: Tx, projectId: string, documents: NewDocument[]): Promise<DocumentRow[]> =>
  tx.insert(knowledgeDocuments).values(documents.map((document) => ({ ...document, projectId }))).returning(columns);

export async function findDocument(db: Db, projectId: string, documentId: string): Promise<DocumentRow | null> {
  const [row] = await db.select(columns).from(knowledgeDocuments).where(one(projectId, documentId));
  return row ?? null;
}

/** The same for a member, who may not see every document. */
export async function findReadableDocument(db: Db, projectId: string, userId: string, documentId: string): Promise<DocumentRow | null> {
  const [row] = await db.select(columns).from(knowledgeDocuments).where(and(one(projectId, documentId), readableBy(userId)));
  return row ?? null;
}

/** Locks the row until the transaction ends, so that ingestion, retry and deletion don't cross. */
export async function lockDocument(tx: Tx, projectId: string, documentId: string): Promise<DocumentRow | null> {
  const [row] = await tx.select(columns).from(knowledgeDocuments).where(one(projectId, documentId)).for("update");
  return row ?? null;
}

/** The same for a member. */
export async function lockReadableDocument(tx: Tx, projectId: string, userId: string, documentId: string): Promise<DocumentRow | null> {
  const [row] = await tx.select(columns).from(knowledgeDocuments).where(and(one(projectId, documentId), readableBy(userId))).for("update");
  return row ?? null;
}

/**
 * What a member may see: the project's own, what came with a conversation that is there (one that is being deleted is
 * gone already), and what they uploaded themselves and haven't sent yet.
 */
function readableBy(userId: string): SQL | undefined {
  const isInConversation = sql`exists (select from ${chatSessions} where ${chatSessions.id} = ${knowledgeDocuments.sessionId} and ${chatSessions.deletedAt} is null)`;
  return or(eq(knowledgeDocuments.scope, "project"), isInConversation, and(isNull(knowledgeDocuments.sessionId), eq(knowledgeDocuments.userId, userId)));
}

export type DocumentFilters = { q?: string | undefined; type?: string | undefined; status?: string | undefined; tag?: string | undefined };

/** The project's own, newest first, after a position; `limit` rows at most. */
export function listDocuments(db: Db, projectId: string, filters: DocumentFilters, after: { createdAt: string; id: string } | null, limit: number): Promise<DocumentRow[]> {
  const where: (SQL | undefined)[] = [eq(knowledgeDocuments.projectId, projectId), eq(knowledgeDocuments.scope, "project")];
  if (filters.q) where.push(sql`position(lower(${filters.q}) in lower(${knowledgeDocuments.title})) > 0`);
  if (filters.type) where.push(eq(knowledgeDocuments.documentType, filters.type));
  if (filters.status) where.push(sql`${knowledgeDocuments.status} = ${filters.status}`);
  if (filters.tag) where.push(sql`${knowledgeDocuments.tags} @> ${JSON.stringify([filters.tag])}::text::jsonb`);
  if (after) where.push(sql`(${knowledgeDocuments.createdAt}, ${knowledgeDocuments.id}) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`);
  return db
    .select(columns)
    .from(knowledgeDocuments)
    .where(and(...where))
    .orderBy(desc(knowledgeDocuments.createdAt), desc(knowledgeDocuments.id))
    .limit(limit);
}

export async function updateDocument(tx: Tx, projectId: string, documentId: string, change: DocumentChange): Promise<DocumentRow | null> {
  const [row] = await tx
    .update(knowledgeDocuments)
    .set({ ...change, updatedAt: sql`now()` })
    .where(one(projectId, documentId))
    .returning(columns);
  return row ?? null;
}

/** Its pages and passages go with it. */
export const deleteDocument = (tx: Tx, projectId: string, documentId: string) => tx.delete(knowledgeDocuments).where(one(projectId, documentId));

/** Makes documents that were just uploaded part of a conversation. */
export const assignToSession = (tx: Tx, projectId: string, documentIds: string[], sessionId: string) =>
  tx
    .update(knowledgeDocuments)
    .set({ sessionId })
    .where(and(eq(knowledgeDocuments.projectId, projectId), inArray(knowledgeDocuments.id, documentIds), eq(knowledgeDocuments.scope, "conversation"), isNull(knowledgeDocuments.sessionId)));

/** Deletes those of the documents that are of a conversation only; their pages and passages go with them. */
export const deleteConversationDocuments = (tx: Tx, projectId: string, documentIds: string[]) =>
  tx
    .delete(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.projectId, projectId), inArray(knowledgeDocuments.id, documentIds), eq(knowledgeDocuments.scope, "conversation")))
    .returning({ id: knowledgeDocuments.id });

/** Pages from a number on, in order. */
export const listPages = (db: Db, projectId: string, documentId: string, from: number, limit: number) =>
  db
    .select({ page: documentPages.page, content: documentPages.content })
    .from(documentPages)
    .innerJoin(knowledgeDocuments, eq(knowledgeDocuments.id, documentPages.documentId))
    .where(and(one(projectId, documentId), gte(documentPages.page, from)))
    .orderBy(asc(documentPages.page))
    .limit(limit);

/** Removes what an earlier ingestion left. */
export async function deleteText(tx: Tx, projectId: string, documentId: string): Promise<void> {
  await tx.delete(documentPages).where(eq(documentPages.documentId, documentId));
  await tx.delete(documentVectors).where(and(eq(documentVectors.projectId, projectId), eq(documentVectors.documentId, documentId)));
}

export const insertPages = (tx: Tx, documentId: string, pages: NewPage[]) => tx.insert(documentPages).values(pages.map((page) => ({ ...page, documentId })));

/**
 * Passages with the number of their terms. All rows travel in one parameter, because a statement holds 65,535 of
 * them at most.
 */
export const insertChunks = (tx: Tx, projectId: string, documentId: string, chunks: NewChunk[]) =>
  tx.execute(sql`
    insert into ${documentVectors} (id, project_id, document_id, chunk_index, content_chunk, heading, page, start_offset, end_offset, term_count)
    select v.id, ${projectId}::uuid, ${documentId}::uuid, v."chunkIndex", v."contentChunk", v.heading, v.page, v."startOffset", v."endOffset",
      (select coalesce(sum(cardinality(t.positions)), 0) from unnest(to_tsvector('english', coalesce(v.heading, '') || ' ' || v."contentChunk")) as t)
    from jsonb_to_recordset(${JSON.stringify(chunks)}::text::jsonb)
      as v(id uuid, "chunkIndex" int, "contentChunk" text, heading text, page int, "startOffset" int, "endOffset" int)`);
