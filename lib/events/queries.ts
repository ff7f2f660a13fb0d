import "server-only";
import { and, asc, eq, gt, inArray, lte, sql, type SQL } from "drizzle-orm";
import { notifications, projectActivity, projectSequences, userSequences } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

type NewActivity = { id: string; userId: string | null; name: string; details: Record<string, unknown> };

/** The value that is missing when there is no sequence to take a number from: somebody deleted the project. */
export const missingNumber = "project_activity.seq";

/**
 * Numbers and stores events in one statement, the transaction's last: the row lock on the project's sequence is
 * short, and numbers follow commit order without a gap.
 * @param run executes the statement
 * @returns the number of the first event, and the moment of all
 * @throws PostgresError for the value `missingNumber`
 */
export async function appendActivity(run: (statement: SQL) => Promise<readonly Record<string, unknown>[]>, projectId: string, events: NewActivity[]): Promise<{ first: number; at: string }> {
  const rows = JSON.stringify(events.map((event, index) => ({ i: index + 1, id: event.id, user_id: event.userId, type: event.name, details: event.details })));
  const [row] = await run(sql`
    with numbered as (
      update ${projectSequences} set seq = seq + ${events.length} where project_id = ${projectId} returning seq - ${events.length} as base
    ), stored as (
      insert into ${projectActivity} (id, project_id, seq, user_id, action_type, action_details)
      select v.id, ${projectId}::uuid, numbered.base + v.i, v.user_id, v.type, v.details
      from jsonb_to_recordset(${rows}::text::jsonb) as v(i int, id uuid, user_id uuid, type text, details jsonb) left join numbered on true
      returning seq, created_at
    )
    select min(seq) as first, min(created_at) as at from stored`);
  return { first: Number(row?.["first"]), at: new Date(String(row?.["at"])).toISOString() };
}

/** Numbers and stores one notification for each of `userIds`. */
export async function appendNotifications(tx: Tx, values: { projectId: string; kind: string; details: Record<string, unknown>; rows: { id: string; userId: string }[] }) {
  // In the order of the ids, so that two transactions which tell the same people never wait for each other in a ring.
  const rows = values.rows.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  const stored: (typeof notifications.$inferSelect)[] = [];
  for (const { id, userId } of rows) {
    const [sequence] = await tx
      .insert(userSequences)
      .values({ userId, seq: 1 })
      .onConflictDoUpdate({ target: userSequences.userId, set: { seq: sql`${userSequences.seq} + 1` } })
      .returning({ seq: userSequences.seq });
    if (!sequence) throw new Error("a sequence gave no number");
    const [row] = await tx.insert(notifications).values({ id, userId, seq: sequence.seq, projectId: values.projectId, kind: values.kind, details: values.details }).returning();
    if (row) stored.push(row);
  }
  return stored;
}

/** The project's last event number; null if there is no such project. */
export async function findSequence(db: Db, projectId: string): Promise<number | null> {
  const [row] = await db.select({ seq: projectSequences.seq }).from(projectSequences).where(eq(projectSequences.projectId, projectId));
  return row?.seq ?? null;
}

/** Last event numbers of many projects at once. */
export async function listSequences(db: Db, projectIds: string[]): Promise<Map<string, number>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db.select().from(projectSequences).where(inArray(projectSequences.projectId, projectIds));
  return new Map(rows.map((row) => [row.projectId, row.seq]));
}

/** Events after one number and up to another, in order, `limit` at most. */
export const listEventsBetween = (db: Db, projectId: string, after: number, upTo: number, limit: number) =>
  db
    .select()
    .from(projectActivity)
    .where(and(eq(projectActivity.projectId, projectId), gt(projectActivity.seq, after), lte(projectActivity.seq, upTo)))
    .orderBy(asc(projectActivity.seq))
    .limit(limit);

/** The last number of a person's notifications. */
export async function findUserSequence(db: Db, userId: string): Promise<number> {
  const [row] = await db.select({ seq: userSequences.seq }).from(userSequences).where(eq(userSequences.userId, userId));
  return row?.seq ?? 0;
}

/** A person's notifications after one number, in order. */
export const listNotificationsAfter = (db: Db, userId: string, after: number, limit: number) =>
  db.select().from(notifications).where(and(eq(notifications.userId, userId), gt(notifications.seq, after))).orderBy(asc(notifications.seq)).limit(limit);
