import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { projectCollaborators, projectInvitations, users } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

export type AccountRow = typeof users.$inferSelect;

/** Any constant will do, as long as nothing else in the database takes the same advisory lock. */
const firstAccountLock = 7_305_182_212;

/** Makes registrations of the very first account wait for each other until the transaction ends. */
export const lockFirstAccount = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${firstAccountLock})`);

export async function hasAccounts(db: Db): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

/** @returns null if the address has an account already */
export async function insertAccount(tx: Tx, values: typeof users.$inferInsert): Promise<AccountRow | null> {
  const [row] = await tx.insert(users).values(values).onConflictDoNothing({ target: users.email }).returning();
  return row ?? null;
}

export async function findAccount(db: Db, userId: string): Promise<AccountRow | null> {
  const [row] = await db.select().from(users).where(eq(users.id, userId));
  return row ?? null;
}

export async function updateAccountRow(tx: Tx, userId: string, values: { name: string }): Promise<AccountRow | null> {
  const [row] = await tx.update(users).set({ ...values, updatedAt: sql`now()` }).where(eq(users.id, userId)).returning();
  return row ?? null;
}

/** Whether an invitation is still open and was made for this address. */
export async function isInvited(db: Db, invitation: { id: string; tokenHash: string; email: string; now: string }): Promise<boolean> {
  const rows = await db
    .select({ id: projectInvitations.id })
    .from(projectInvitations)
    .where(
      and(
        eq(projectInvitations.id, invitation.id),
        eq(projectInvitations.tokenHash, invitation.tokenHash),
        eq(projectInvitations.email, invitation.email),
        eq(projectInvitations.status, "pending"),
        gt(projectInvitations.expiresAt, invitation.now),
      ),
    );
  return rows.length > 0;
}

/** Ids of the projects that the person is a member of. */
export async function listProjectIdsOf(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .select({ projectId: projectCollaborators.projectId })
    .from(projectCollaborators)
    .where(and(eq(projectCollaborators.userId, userId), eq(projectCollaborators.status, "active")));
  return rows.map((row) => row.projectId);
}
