import "server-only";
import { and, asc, eq, inArray, isNull, lt, lte, notInArray, or, sql, type SQL } from "drizzle-orm";
import { chatAttachments, chatImports, fileParts, idempotencyKeys, jobs, knowledgeDocuments } from "@/drizzle/schema";
import type { Db, Tx } from "./db";

type Key = { userId: string; key: string };
/** A request's hold on a key: whoever takes the key over, once the request counts as dead, claims it at another moment. */
export type KeyClaim = Key & { claimedAt: string };
const named = ({ userId, key }: Key) => and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));
const heldBy = (claim: KeyClaim) => and(named(claim), eq(idempotencyKeys.createdAt, claim.claimedAt));

/** Answers are kept for a day. */
const isOutdated = sql`${idempotencyKeys.createdAt} < now() - interval '1 day'`;
/** A claim without an answer is given up after this long: its request died before it wrote anything. */
const isAbandoned = sql`(${idempotencyKeys.committedAt} is null and ${idempotencyKeys.status} is null and ${idempotencyKeys.createdAt} < now() - interval '60 seconds')`;

/** Claims a key for a request. @returns null if it is another's */
export async function claimKey(db: Db, key: Key, requestHash: string): Promise<KeyClaim | null> {
  const [row] = await db
    .insert(idempotencyKeys)
    .values({ ...key, requestHash })
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.key],
      set: { requestHash, committedAt: null, status: null, response: null, createdAt: sql`now()` },
      setWhere: or(isOutdated, isAbandoned),
    })
    .returning({ claimedAt: idempotencyKeys.createdAt });
  return row ? { ...key, claimedAt: row.claimedAt } : null;
}

export async function findKey(db: Db, key: Key) {
  const [row] = await db.select().from(idempotencyKeys).where(named(key));
  return row ?? null;
}

/** Marks a key as done; divides by zero if the claim is no longer the request's, so that what is sent with it is not committed. */
export const keyMark = (claim: KeyClaim): SQL =>
  sql`with marked as (update ${idempotencyKeys} set committed_at = now() where ${heldBy(claim)} returning 1) select 1 / count(*) from marked`;

export const saveKeyAnswer = (db: Db, claim: KeyClaim, status: number, response: unknown) =>
  db.update(idempotencyKeys).set({ status, response }).where(heldBy(claim));

/** Frees the key of a request that failed before it wrote anything. */
export const releaseKey = (db: Db, claim: KeyClaim) => db.delete(idempotencyKeys).where(and(heldBy(claim), isNull(idempotencyKeys.committedAt)));

export const deleteOutdatedKeys = (db: Db) => db.delete(idempotencyKeys).where(isOutdated);

/** Takes a message's text out of the answers kept for its author: it was deleted. */
export const forgetMessageAnswers = (tx: Tx, userId: string, messageId: string) =>
  tx
    .update(idempotencyKeys)
    .set({ response: null })
    .where(and(eq(idempotencyKeys.userId, userId), sql`${idempotencyKeys.response} #>> '{message,id}' = ${messageId}`));

export async function fileHasParts(db: Db, hash: string): Promise<boolean> {
  const [row] = await db.select({ part: fileParts.part }).from(fileParts).where(and(eq(fileParts.hash, hash), eq(fileParts.part, 0)));
  return row !== undefined;
}

/** Two uploads of the same bytes may meet here: the second waits for the first and then adds nothing. */
export const insertFilePart = (tx: Tx, hash: string, part: number, bytes: Buffer) => tx.insert(fileParts).values({ hash, part, bytes }).onConflictDoNothing();

export async function findFilePart(db: Db, hash: string, part: number): Promise<Buffer | null> {
  const [row] = await db.select({ bytes: fileParts.bytes }).from(fileParts).where(and(eq(fileParts.hash, hash), eq(fileParts.part, part)));
  return row?.bytes ?? null;
}

export const deleteFileParts = (tx: Tx, hash: string) => tx.delete(fileParts).where(eq(fileParts.hash, hash));

/**
 * Lets one transaction at a time decide about something that has no row of its own, such as a stored file. The
 * embedded database runs one transaction at a time anyway.
 */
export const lockName = (tx: Tx, name: string) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);

export type JobRow = typeof jobs.$inferSelect;
type NewJob = { id: string; kind: string; projectId: string | null; payload: Record<string, unknown>; runAt: string };
type JobLease = { id: string; leaseOwner: string };
const held = ({ id, leaseOwner }: JobLease) => and(eq(jobs.id, id), eq(jobs.leaseOwner, leaseOwner));

export const insertJob = (tx: Tx, job: NewJob) => tx.insert(jobs).values(job);

type JobClaim = {
  kinds: string[];
  projectId?: string | undefined;
  leaseOwner: string;
  at: string;
  until: string;
  /** Projects whose jobs were claimed before, the latest last: their turn comes after that of others. */
  served?: string[];
  /** Projects that get no further job for now. */
  excluded?: string[];
};

/**
 * Claims a due job that nobody has under lease at the moment `at`; null if there is none. Projects take turns, and the
 * oldest job of a project comes first. Times come from the caller and not from the database, so that one clock decides.
 */
export async function claimJob(db: Db, { kinds, projectId, leaseOwner, at, until, served = [], excluded = [] }: JobClaim): Promise<JobRow | null> {
  const due: SQL[] = [inArray(jobs.kind, kinds), lte(jobs.runAt, at)];
  if (projectId) due.push(eq(jobs.projectId, projectId));
  if (excluded.length > 0) due.push(sql`(${jobs.projectId} is null or ${notInArray(jobs.projectId, excluded)})`);
  const turn = sql`array_position(string_to_array(${served.join(",")}, ',')::uuid[], ${jobs.projectId}) nulls first`;
  const next = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(...due, or(isNull(jobs.leaseUntil), lt(jobs.leaseUntil, at))))
    .orderBy(turn, asc(jobs.runAt), asc(jobs.id))
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await db
    .update(jobs)
    .set({ leaseOwner, leaseUntil: until, attempts: sql`${jobs.attempts} + 1` })
    // With "=", the subquery runs once; with "in" a plan may run it once a row and take several.
    .where(sql`${jobs.id} = (${next})`)
    .returning();
  return row ?? null;
}

/** @returns false if the lease is no longer the caller's, or the job was cancelled */
export async function renewJob(db: Db, lease: JobLease, until: string): Promise<boolean> {
  const rows = await db.update(jobs).set({ leaseUntil: until }).where(held(lease)).returning({ id: jobs.id });
  return rows.length > 0;
}

export const deleteJob = (db: Db, lease: JobLease) => db.delete(jobs).where(held(lease));

/** Gives a job back, to be run at `runAt`. An attempt that was interrupted and not the job's fault isn't counted. */
export const returnJob = (db: Db, lease: JobLease, back: { runAt: string; lastError: string | null; countsAttempt: boolean }) =>
  db
    .update(jobs)
    .set({ leaseOwner: null, leaseUntil: null, runAt: back.runAt, lastError: back.lastError, ...(back.countsAttempt ? {} : { attempts: sql`${jobs.attempts} - 1` }) })
    .where(held(lease));

/** Deletes the project's jobs of a kind whose payload holds all of `payload`. @returns their ids */
export async function deleteJobsLike(tx: Tx, like: { kind: string; projectId: string; payload: Record<string, unknown> }): Promise<string[]> {
  const rows = await tx
    .delete(jobs)
    .where(and(eq(jobs.kind, like.kind), eq(jobs.projectId, like.projectId), sql`${jobs.payload} @> ${JSON.stringify(like.payload)}::text::jsonb`))
    .returning({ id: jobs.id });
  return rows.map((row) => row.id);
}

/** How many rows, of all projects, refer to a file. */
export async function countFileUses(tx: Tx, hash: string): Promise<number> {
  const [row] = await tx.execute<{ uses: number }>(sql`
    select (select count(*) from ${knowledgeDocuments} where file_path = ${hash})::int
      + (select count(*) from ${chatAttachments} where file_path = ${hash})::int
      + (select count(*) from ${chatImports} where file_path = ${hash} and status in ('queued', 'running'))::int as uses`);
  return row?.uses ?? 0;
}
