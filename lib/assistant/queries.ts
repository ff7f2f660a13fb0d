import "server-only";
import { and, asc, desc, eq, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { knowledgeDocuments, messages, projectCollaborators, projects, users, type StoredCitation } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

export type AnswerRow = typeof messages.$inferSelect;

/** The lease in the database's time, so that the clocks of instances need not agree. 15 s: many missed checkpoints. */
const leaseEnd = sql`clock_timestamp() + interval '15 seconds'`;
const present = sql`clock_timestamp()`;
/** The most messages that a model is told of; its budget of characters is usually used up before. */
const mostHistory = 60;

/** A place in a conversation: an answer, or a message's, always within its project. */
type Place = { projectId: string; sessionId: string };
type Run = { projectId: string; messageId: string; runId: string };

/** Begins an answer: an empty message that streams, held by `runId`. */
export async function insertAnswer(tx: Tx, values: Place & { id: string; questionId: string; runId: string; at: string }): Promise<AnswerRow> {
  const [row] = await tx
    .insert(messages)
    .values({
      id: values.id,
      projectId: values.projectId,
      sessionId: values.sessionId,
      role: "assistant",
      content: "",
      status: "streaming",
      replyTo: values.questionId,
      leaseOwner: values.runId,
      leaseUntil: leaseEnd,
      createdAt: values.at,
      updatedAt: values.at,
    })
    .returning();
  if (!row) throw new Error("an answer was not stored");
  return row;
}

/** Begins an answer anew in its row; null while it streams or when it was deleted. */
export async function resetAnswer(tx: Tx, place: Place, id: string, runId: string): Promise<AnswerRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ content: "", status: "streaming", citations: [], metadata: {}, stopRequested: false, leaseOwner: runId, leaseUntil: leaseEnd, updatedAt: present })
    .where(and(inPlace(place), eq(messages.id, id), eq(messages.role, "assistant"), ne(messages.status, "streaming"), isNull(messages.deletedAt)))
    .returning();
  return row ?? null;
}

/** Stores the text so far and renews the lease; null when the row is gone or no longer this run's. */
export async function saveCheckpoint(db: Db, run: Run, content: string): Promise<{ stopRequested: boolean } | null> {
  const [row] = await db.update(messages).set({ content, leaseUntil: leaseEnd, updatedAt: present }).where(isHeldBy(run)).returning({ stopRequested: messages.stopRequested });
  return row ?? null;
}

export type Ending = { content: string; status: "complete" | "stopped" | "interrupted" | "failed"; citations: StoredCitation[]; metadata: Record<string, unknown> };

/** Stores how an answer ended; null when the row is gone or no longer this run's. */
export async function finishAnswer(tx: Tx, run: Run, ending: Ending): Promise<AnswerRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ ...ending, leaseOwner: null, leaseUntil: null, stopRequested: false, updatedAt: present })
    .where(isHeldBy(run))
    .returning();
  return row ?? null;
}

/** Asks whoever writes the answer to stop; null when it isn't being written. */
export async function requestStop(tx: Tx, place: Place, id: string): Promise<{ id: string } | null> {
  const [row] = await tx
    .update(messages)
    .set({ stopRequested: true })
    .where(and(inPlace(place), eq(messages.id, id), eq(messages.status, "streaming")))
    .returning({ id: messages.id });
  return row ?? null;
}

/** The answer itself, or the answer to a question, by either's id; without an id the session's last answer. */
export async function findAnswer(db: Db, place: Place, id: string | null): Promise<AnswerRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(inPlace(place), eq(messages.role, "assistant"), id === null ? isNull(messages.deletedAt) : or(eq(messages.id, id), eq(messages.replyTo, id))))
    .orderBy(desc(messages.id))
    .limit(1);
  return row ?? null;
}

/** Answers that nobody renews any more. The only query over all projects: the sweep belongs to the instance. */
export const listAbandoned = (db: Db) =>
  db.select({ id: messages.id, projectId: messages.projectId }).from(messages).where(isAbandoned).orderBy(asc(messages.leaseUntil)).limit(200);

/** Marks one abandoned answer as interrupted, its text kept; null when somebody renewed or ended it meanwhile. */
export async function interruptAbandoned(tx: Tx, projectId: string, id: string): Promise<AnswerRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ status: "interrupted", leaseOwner: null, leaseUntil: null, stopRequested: false, updatedAt: present })
    .where(and(eq(messages.projectId, projectId), eq(messages.id, id), isAbandoned))
    .returning();
  return row ?? null;
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
    .where(and(inPlace(place), lte(messages.id, questionId), isNull(messages.deletedAt), ne(messages.content, ""), ne(messages.status, "streaming")))
    .orderBy(desc(messages.id))
    .limit(mostHistory);

const inPlace = ({ projectId, sessionId }: Place) => and(eq(messages.projectId, projectId), eq(messages.sessionId, sessionId));
const isHeldBy = ({ projectId, messageId, runId }: Run) => and(eq(messages.projectId, projectId), eq(messages.id, messageId), eq(messages.status, "streaming"), eq(messages.leaseOwner, runId));
const isAbandoned = and(eq(messages.status, "streaming"), lt(messages.leaseUntil, present));
