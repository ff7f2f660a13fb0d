import "server-only";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/drizzle/schema";
import type { Db, Tx } from "./db";

type Claim = { userId: string; key: string };
const one = ({ userId, key }: Claim) => and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));

/** A claim without an answer is given up after this long: its request died before it wrote anything. */
const abandoned = sql`now() - interval '60 seconds'`;
/** Answers are kept for a day. */
const outdated = sql`now() - interval '1 day'`;

/** Claims a key for a request. @returns true if it is this request's now */
export async function claimKey(db: Db, claim: Claim, requestHash: string): Promise<boolean> {
  await db.delete(idempotencyKeys).where(
    and(one(claim), or(lt(idempotencyKeys.createdAt, outdated), and(isNull(idempotencyKeys.committedAt), isNull(idempotencyKeys.status), lt(idempotencyKeys.createdAt, abandoned)))),
  );
  const rows = await db.insert(idempotencyKeys).values({ ...claim, requestHash }).onConflictDoNothing().returning({ key: idempotencyKeys.key });
  return rows.length > 0;
}

export async function findKey(db: Db, claim: Claim) {
  const [row] = await db.select().from(idempotencyKeys).where(one(claim));
  return row ?? null;
}

export const markKeyCommitted = (tx: Tx, claim: Claim) => tx.update(idempotencyKeys).set({ committedAt: sql`now()` }).where(one(claim));

export const saveKeyAnswer = (db: Db, claim: Claim, status: number, response: unknown) =>
  db.update(idempotencyKeys).set({ status, response }).where(one(claim));

/** Frees the key of a request that failed before it wrote anything. */
export const releaseKey = (db: Db, claim: Claim) => db.delete(idempotencyKeys).where(and(one(claim), isNull(idempotencyKeys.committedAt)));
