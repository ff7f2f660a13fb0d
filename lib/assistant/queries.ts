import "server-only";
import { and, asc, desc, eq, isNull, lte, ne, sql } from "drizzle-orm";
import { chatSessions, knowledgeDocuments, messages, projectCollaborators, projects, users } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";
import { inPlace, isFinal, type Place } from "./answer-queries";

/** The most messages that a model is told of; its budget of characters is usually used up before. */
const mostHistory = 60;

/** The models that a conversation and its project name, in this order. */
export async function findModelWishes(db: Db, { projectId, sessionId }: Place): Promise<(string | null)[]> {
  const [row] = await db
    .select({ session: chatSessions.model, project: projects.model })
    .from(projects)
    .leftJoin(chatSessions, and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)))
    .where(eq(projects.id, projectId));
  return row ? [row.session, row.project] : [];
}

/** What the assistant knows of the project, with the number of documents that can be searched; null if it is gone. */
export async function findProjectFacts(db: Db, projectId: string) {
  const [row] = await db
    .select({
      name: projects.name,
      description: projects.description,
      instructions: projects.instructions,
      documents: sql<number>`(select count(*)::int from ${knowledgeDocuments} where ${knowledgeDocuments.projectId} = ${projectId} and ${knowledgeDocuments.status} = 'ready')`,
      waiting: sql<number>`(select count(*)::int from ${knowledgeDocuments} where ${knowledgeDocuments.projectId} = ${projectId} and ${knowledgeDocuments.status} in ('queued', 'processing'))`,
    })
    .from(projects)
    .where(eq(projects.id, projectId));
  return row ?? null;
}

/** Names and roles of the members, those who came first before the others. */
export const listMemberNames = (db: Db, projectId: string) =>
  db
    .select({ name: users.name, role: projectCollaborators.role })
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.status, "active")))
    .orderBy(asc(projectCollaborators.joinedAt), asc(projectCollaborators.id))
    .limit(50);

/** The conversation up to a question and with it, newest first: what has text and is final. */
export const listHistory = (db: Db, place: Place, questionId: string) =>
  db
    .select({ id: messages.id, role: messages.role, content: messages.content, userName: users.name })
    .from(messages)
    .leftJoin(users, eq(users.id, messages.userId))
    .where(and(inPlace(place), lte(messages.id, questionId), isNull(messages.deletedAt), ne(messages.content, ""), isFinal))
    .orderBy(desc(messages.id))
    .limit(mostHistory);
