import "server-only";
import { and, asc, eq, exists, isNull, not, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { chatSessions, messages } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";
import { inPlace, leaseEnd, present, type AnswerRow, type Place } from "./answer-queries";

/** Where answers wait for each other: a branch of a conversation, null being its trunk. */
export type Line = Place & { branchId: string | null };

/** A conversation whose row the transaction holds, so that of several that begin or end answers in it each sees what the one before did. */
export type HeldSession = Place & Pick<typeof chatSessions.$inferSelect, "whenBusy" | "autoTitle">;

/** Holds a conversation until the transaction ends; null when it is gone. Whoever holds an answer's row already must not wait for this. */
export async function lockSessionLine(tx: Tx, { projectId, sessionId }: Place): Promise<HeldSession | null> {
  const [row] = await tx
    .select({ projectId: chatSessions.projectId, sessionId: chatSessions.id, whenBusy: chatSessions.whenBusy, autoTitle: chatSessions.autoTitle })
    .from(chatSessions)
    .where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId), isNull(chatSessions.deletedAt)))
    .for("no key update");
  return row ?? null;
}

/** Whether an answer is being written or waits there. Each state by itself, since each has an index of its own. */
export async function isBusy(tx: Tx, line: Line): Promise<boolean> {
  const [row] = await tx.execute<{ busy: boolean }>(sql`
    select exists (select from ${messages} where ${inLine(line)} and ${messages.status} = 'streaming')
      or exists (select from ${messages} where ${inLine(line)} and ${messages.status} = 'queued') as busy`);
  return row?.busy ?? false;
}

/** Takes the lease of the answer that has waited longest, unless another one is being written; null if none waits. */
export async function beginQueued(tx: Tx, line: Line, runId: string): Promise<AnswerRow | null> {
  const [next] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(inLine(line), sql`${messages.status} = 'queued'`, not(exists(streamingBeside(tx, messages)))))
    .orderBy(asc(messages.id))
    .limit(1);
  if (!next) return null;
  const [row] = await tx
    .update(messages)
    .set({ status: "streaming", leaseOwner: runId, leaseUntil: leaseEnd, stopRequested: false, updatedAt: present })
    .where(and(inPlace(line), eq(messages.id, next.id), sql`${messages.status} = 'queued'`))
    .returning();
  return row ?? null;
}

/** Where answers wait and none is being written, as after a crash. Over all projects: the sweep belongs to the instance. */
export const listStuckLines = (db: Db): Promise<Line[]> =>
  db
    .selectDistinct({ projectId: messages.projectId, sessionId: messages.sessionId, branchId: messages.branchId })
    .from(messages)
    .innerJoin(chatSessions, and(eq(chatSessions.id, messages.sessionId), isNull(chatSessions.deletedAt)))
    .where(and(sql`${messages.status} = 'queued'`, not(exists(streamingBeside(db, messages)))))
    .limit(200);

const other = alias(messages, "other");
const streamingBeside = (db: Db, { sessionId, branchId }: typeof messages) =>
  db
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.sessionId, sessionId), sql`${other.branchId} is not distinct from ${branchId}`, sql`${other.status} = 'streaming'`));

const inLine = (line: Line): SQL | undefined => and(inPlace(line), line.branchId === null ? isNull(messages.branchId) : eq(messages.branchId, line.branchId));
