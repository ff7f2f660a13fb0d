import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { chatSessions, documentVectors, knowledgeDocuments, messages, projectCollaborators, projects, users } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { inPlace, isFinal, type Place } from "./answer-queries";
import { inView, type View } from "./branch-queries";

/** The most that a model is told of the team and of what it keeps. */
const most = { members: 50, titles: 60 };

/** The models that a conversation and its project name, in this order. */
export async function findModelWishes(db: Db, { projectId, sessionId }: Place): Promise<(string | null)[]> {
  const [row] = await db
    .select({ session: chatSessions.model, project: projects.model })
    .from(projects)
    .leftJoin(chatSessions, and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)))
    .where(eq(projects.id, projectId));
  return row ? [row.session, row.project] : [];
}

/** What the assistant knows of the project and at which moment, with the number of documents that this conversation searches; null if it is gone. */
export async function findProjectFacts(db: Db, { projectId, sessionId }: Place) {
  const searched = and(eq(knowledgeDocuments.projectId, projectId), or(eq(knowledgeDocuments.scope, "project"), eq(knowledgeDocuments.sessionId, sessionId)));
  const [row] = await db
    .select({
      readAt: sql<string>`clock_timestamp()`.mapWith(messages.updatedAt),
      name: projects.name,
      description: projects.description,
      instructions: projects.instructions,
      documents: sql<number>`(select count(*)::int from ${knowledgeDocuments} where ${searched} and ${knowledgeDocuments.status} = 'ready')`,
      waiting: sql<number>`(select count(*)::int from ${knowledgeDocuments} where ${searched} and ${knowledgeDocuments.status} in ('queued', 'processing'))`,
    })
    .from(projects)
    .where(eq(projects.id, projectId));
  return row ?? null;
}

/** Titles of the project's documents, the newest first. */
export async function listDocumentTitles(db: Db, projectId: string): Promise<string[]> {
  const rows = await db
    .select({ title: knowledgeDocuments.title })
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.projectId, projectId), eq(knowledgeDocuments.scope, "project"), eq(knowledgeDocuments.status, "ready")))
    .orderBy(desc(knowledgeDocuments.createdAt), desc(knowledgeDocuments.id))
    .limit(most.titles);
  return rows.map(({ title }) => title);
}

/** Names and roles of the members, those who came first before the others. */
export const listMemberNames = (db: Db, projectId: string) =>
  db
    .select({ name: users.name, role: projectCollaborators.role })
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.status, "active")))
    .orderBy(asc(projectCollaborators.joinedAt), asc(projectCollaborators.id))
    .limit(most.members);

const said = { id: messages.id, branchId: messages.branchId, replyTo: messages.replyTo, role: messages.role, content: messages.content, userName: users.name, attachments: messages.attachments };

/** A message that isn't deleted, with its writer's name. */
export async function findSaid(db: Db, place: Place, id: string) {
  const [row] = await db.select(said).from(messages).leftJoin(users, eq(users.id, messages.userId)).where(and(inPlace(place), eq(messages.id, id), isNull(messages.deletedAt)));
  return row ?? null;
}

/** Which part of a thread: what a question follows in its view, without the question itself. */
type Thread = Place & { view: View; questionId: string; answerId: string };

/**
 * What a question follows, newest first: final messages that say something. An answer to an earlier question belongs
 * to it even where it was written after the question.
 */
export const listSaidBefore = (db: Db, { view, questionId, answerId, ...place }: Thread, { before, after, limit }: { before: string | null; after: string | null; limit: number }) =>
  db
    .select(said)
    .from(messages)
    .leftJoin(users, eq(users.id, messages.userId))
    .where(
      and(
        inPlace(place),
        inView(view),
        or(lt(messages.id, questionId), and(eq(messages.role, "assistant"), lt(messages.replyTo, questionId))),
        ne(messages.id, answerId),
        lt(messages.id, before ?? maxId),
        after === null ? undefined : gt(messages.id, after),
        isNull(messages.deletedAt),
        or(ne(messages.content, ""), sql`${messages.attachments} <> '[]'::jsonb`),
        isFinal,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit);

const maxId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** States of documents, for those that are there. */
export const listDocumentStates = (db: Db, projectId: string, ids: string[]) =>
  db.select({ id: knowledgeDocuments.id, status: knowledgeDocuments.status }).from(knowledgeDocuments).where(and(eq(knowledgeDocuments.projectId, projectId), inArray(knowledgeDocuments.id, ids)));

/** The first passages of documents, in the order of their texts, as if a search had found them. */
export async function listFirstPassages(db: Db, projectId: string, documentIds: string[], limit: number): Promise<SearchHit[]> {
  const rows = await db
    .select({
      documentId: documentVectors.documentId,
      title: knowledgeDocuments.title,
      chunkIndex: documentVectors.chunkIndex,
      page: documentVectors.page,
      start: documentVectors.startOffset,
      end: documentVectors.endOffset,
      text: documentVectors.contentChunk,
      heading: documentVectors.heading,
    })
    .from(documentVectors)
    .innerJoin(knowledgeDocuments, and(eq(knowledgeDocuments.id, documentVectors.documentId), eq(knowledgeDocuments.status, "ready")))
    .where(and(eq(documentVectors.projectId, projectId), inArray(documentVectors.documentId, documentIds), lte(documentVectors.chunkIndex, limit)))
    .orderBy(asc(documentVectors.documentId), asc(documentVectors.chunkIndex))
    .limit(limit);
  return rows.map((row) => ({ ...row, highlights: [], score: 1 }));
}
