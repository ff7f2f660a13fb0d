import "server-only";
import { and, asc, eq, inArray, lt, notInArray, sql } from "drizzle-orm";
import { messages, messageVersions, type StoredCitation } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

export type AnswerRow = typeof messages.$inferSelect;
/** A place in a conversation, always within its project. */
export type Place = { projectId: string; sessionId: string };
type Run = { projectId: string; messageId: string; runId: string };

/** The lease in the database's time, so that the clocks of instances need not agree. 15 s: many missed checkpoints. */
export const leaseEnd = sql`clock_timestamp() + interval '15 seconds'`;
export const present = sql`clock_timestamp()`;
const noLease = { leaseOwner: null, leaseUntil: null, stopRequested: false, updatedAt: present };

/** How an answer begins: held by `runId`, or waiting where that is null. */
const begun = (runId: string | null) => ({
  status: runId ? ("streaming" as const) : ("queued" as const),
  leaseOwner: runId,
  leaseUntil: runId ? leaseEnd : null,
  stopRequested: false,
  updatedAt: present,
});

/** Begins an answer: an empty message that streams, or waits. */
export async function insertAnswer(tx: Tx, values: Place & { id: string; branchId: string | null; questionId: string; runId: string | null; metadata: Record<string, unknown>; at: string }): Promise<AnswerRow> {
  const { runId, questionId, at, ...message } = values;
  const [row] = await tx
    .insert(messages)
    .values({ ...message, ...begun(runId), role: "assistant", content: "", replyTo: questionId, createdAt: at, updatedAt: at })
    .returning();
  if (!row) throw new Error("an answer was not stored");
  return row;
}

/** An answer, its row held until the transaction ends. */
export async function lockAnswer(tx: Tx, place: Place, id: string): Promise<AnswerRow | null> {
  const [row] = await tx.select().from(messages).where(and(inPlace(place), eq(messages.id, id), eq(messages.role, "assistant"))).for("no key update");
  return row ?? null;
}

type Reopening = { runId: string | null; content: string; citations: StoredCitation[]; metadata: Record<string, unknown>; versions: number };

/** Begins an answer again in its row, which the caller holds. */
export async function resetAnswer(tx: Tx, place: Place, id: string, { runId, ...values }: Reopening): Promise<AnswerRow> {
  const [row] = await tx
    .update(messages)
    .set({ ...values, ...begun(runId) })
    .where(and(inPlace(place), eq(messages.id, id)))
    .returning();
  if (!row) throw new Error("a locked answer is gone");
  return row;
}

/** Empties an answer under way that can't go on from its text; null when it is gone or no longer this run's. */
export async function restartAnswer(tx: Tx, run: Run, versions: number): Promise<AnswerRow | null> {
  const [row] = await tx.update(messages).set({ content: "", citations: [], versions, leaseUntil: leaseEnd, updatedAt: present }).where(isHeldBy(run)).returning();
  return row ?? null;
}

/** Keeps what a message says as its next version, before something else takes its place; the caller counts it. */
export async function keepVersion(tx: Tx, message: AnswerRow, userId: string | null): Promise<void> {
  const { id: messageId, versions, projectId, content, status, citations, metadata } = message;
  if (status === "queued" || status === "streaming") throw new Error("a message that isn't final makes no version");
  // What it says was written when what it said before was replaced.
  const writtenAt = sql`coalesce((select max(${messageVersions.replacedAt}) from ${messageVersions} where ${messageVersions.messageId} = ${messageId}), ${message.createdAt}::timestamptz)`;
  await tx.insert(messageVersions).values({ messageId, version: versions + 1, projectId, content, status, citations, metadata, userId, writtenAt, replacedAt: present });
}

/** What there is of an answer. */
export type Progress = { content: string; citations: StoredCitation[]; metadata: Record<string, unknown> };

/** Stores what there is so far and renews the lease; null when the row is gone or no longer this run's. */
export async function saveCheckpoint(db: Db, run: Run, values: Progress): Promise<{ stopRequested: boolean } | null> {
  const [row] = await db.update(messages).set({ ...values, leaseUntil: leaseEnd, updatedAt: present }).where(isHeldBy(run)).returning({ stopRequested: messages.stopRequested });
  return row ?? null;
}

export type Ending = Progress & { status: "complete" | "stopped" | "interrupted" | "failed" };

/** Stores how an answer ended; null when the row is gone or no longer this run's. */
export async function finishAnswer(tx: Tx, run: Run, ending: Ending): Promise<AnswerRow | null> {
  const [row] = await tx.update(messages).set({ ...ending, ...noLease }).where(isHeldBy(run)).returning();
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

/** Ends an answer that waits; with `erase` nothing of it stays but its trace. Null when it doesn't wait. */
export async function endQueued(tx: Tx, place: Place, id: string, erase: boolean): Promise<AnswerRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ status: "stopped", ...noLease, ...(erase ? { deletedAt: present } : {}) })
    .where(and(inPlace(place), eq(messages.id, id), eq(messages.status, "queued")))
    .returning();
  return row ?? null;
}

export async function findAnswer(db: Db, place: Place, id: string): Promise<AnswerRow | null> {
  const [row] = await db.select().from(messages).where(and(inPlace(place), eq(messages.id, id), eq(messages.role, "assistant")));
  return row ?? null;
}

/** The answers to a question that wait or are being written. */
export const listOpenAnswersTo = (tx: Tx, place: Place, questionId: string) =>
  tx.select().from(messages).where(and(inPlace(place), eq(messages.replyTo, questionId), eq(messages.role, "assistant"), inArray(messages.status, ["queued", "streaming"])));

/** Answers that nobody renews any more. Over all projects: the sweep belongs to the instance. */
export const listAbandoned = (db: Db) =>
  db.select({ id: messages.id, projectId: messages.projectId, sessionId: messages.sessionId }).from(messages).where(isAbandoned).orderBy(asc(messages.leaseUntil)).limit(200);

/** Marks one abandoned answer as interrupted, its text kept; null when somebody renewed or ended it meanwhile. */
export async function interruptAbandoned(tx: Tx, projectId: string, id: string): Promise<AnswerRow | null> {
  const [row] = await tx.update(messages).set({ status: "interrupted", ...noLease }).where(and(eq(messages.projectId, projectId), eq(messages.id, id), isAbandoned)).returning();
  return row ?? null;
}

export const inPlace = ({ projectId, sessionId }: Place) => and(eq(messages.projectId, projectId), eq(messages.sessionId, sessionId));
export const isFinal = notInArray(messages.status, ["queued", "streaming"]);
const isHeldBy = ({ projectId, messageId, runId }: Run) => and(eq(messages.projectId, projectId), eq(messages.id, messageId), eq(messages.status, "streaming"), eq(messages.leaseOwner, runId));
const isAbandoned = and(eq(messages.status, "streaming"), lt(messages.leaseUntil, present));
