import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { authSessions, refreshTokens, users } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

export async function findUserByEmail(db: Db, email: string) {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

/** Of these sessions the ones that are neither revoked nor over, with their users. */
export const listLiveSessions = (db: Db, ids: readonly string[]) =>
  db
    .select({ sessionId: authSessions.id, id: users.id, name: users.name, email: users.email, isAdmin: users.isAdmin })
    .from(authSessions)
    .innerJoin(users, eq(users.id, authSessions.userId))
    // As one value, so that the statement is the same for any number.
    .where(and(sql`${authSessions.id} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`, isNull(authSessions.revokedAt), gt(authSessions.expiresAt, sql`now()`)));

export async function insertSession(tx: Tx, values: typeof authSessions.$inferInsert) {
  const [row] = await tx.insert(authSessions).values(values).returning();
  if (!row) throw new Error("an insert gave no row");
  return row;
}

export const revokeSession = (tx: Tx, sessionId: string) =>
  tx.update(authSessions).set({ revokedAt: sql`now()` }).where(and(eq(authSessions.id, sessionId), isNull(authSessions.revokedAt)));

export const insertRefreshToken = (tx: Tx, values: typeof refreshTokens.$inferInsert) => tx.insert(refreshTokens).values(values);

/** A refresh token with its session, locked until the transaction ends, so that two uses can't both be the first. */
export async function findRefreshToken(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({ id: refreshTokens.id, usedAt: refreshTokens.usedAt, expiresAt: refreshTokens.expiresAt, sessionId: authSessions.id, userId: authSessions.userId, revokedAt: authSessions.revokedAt })
    .from(refreshTokens)
    .innerJoin(authSessions, eq(authSessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.tokenHash, tokenHash))
    .for("update");
  return row ?? null;
}

export const markRefreshTokenUsed = (tx: Tx, id: string) => tx.update(refreshTokens).set({ usedAt: sql`now()` }).where(eq(refreshTokens.id, id));

export const extendSession = (tx: Tx, sessionId: string, expiresAt: string) => tx.update(authSessions).set({ expiresAt }).where(eq(authSessions.id, sessionId));
