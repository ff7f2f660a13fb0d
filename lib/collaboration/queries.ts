import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, or, sql } from "drizzle-orm";
import { projectActivity, projectCollaborators, projectInvitations, projects, users } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";

const isMember = (projectId: string) => and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.status, "active"));

const memberColumns = {
  userId: projectCollaborators.userId,
  name: users.name,
  email: users.email,
  role: projectCollaborators.role,
  joinedAt: projectCollaborators.joinedAt,
};
export type MemberRow = { userId: string; name: string; email: string; role: string; joinedAt: string };

/** Active members in the order in which they joined. */
export const listMembers = (db: Db, projectId: string, { after, limit }: { after: [string, string] | null; limit: number }): Promise<MemberRow[]> =>
  db
    .select(memberColumns)
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(isMember(projectId), after ? sql`(${projectCollaborators.joinedAt}, ${projectCollaborators.userId}) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined))
    .orderBy(asc(projectCollaborators.joinedAt), asc(projectCollaborators.userId))
    .limit(limit);

export async function findMember(db: Db, projectId: string, userId: string): Promise<MemberRow | null> {
  const [row] = await db
    .select(memberColumns)
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(isMember(projectId), eq(projectCollaborators.userId, userId)));
  return row ?? null;
}

export async function isMemberAddress(db: Db, projectId: string, email: string): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(isMember(projectId), eq(users.email, email)));
  return rows.length > 0;
}

/**
 * Locks the membership and those of all owners, in one order, until the transaction ends. Of two changes that would
 * together leave no owner, the second sees what the first did.
 * @returns user ids of the owners, after the wait
 */
export async function lockOwnersAnd(tx: Tx, projectId: string, userId: string): Promise<string[]> {
  const rows = await tx
    .select({ userId: projectCollaborators.userId, role: projectCollaborators.role })
    .from(projectCollaborators)
    .where(and(isMember(projectId), or(eq(projectCollaborators.role, "owner"), eq(projectCollaborators.userId, userId))))
    .orderBy(asc(projectCollaborators.id))
    .for("update");
  return rows.filter((row) => row.role === "owner").map((row) => row.userId);
}

/** Makes the person an active member; one who was removed joins anew. */
export async function upsertMember(tx: Tx, values: { projectId: string; userId: string; role: string; invitedBy: string | null }): Promise<void> {
  const { role, invitedBy } = values;
  await tx
    .insert(projectCollaborators)
    .values({ id: newId(), ...values })
    .onConflictDoUpdate({
      target: [projectCollaborators.projectId, projectCollaborators.userId],
      set: { role, invitedBy, status: "active", joinedAt: sql`now()` },
    });
}

export const updateMemberRole = (tx: Tx, projectId: string, userId: string, role: string) =>
  tx.update(projectCollaborators).set({ role }).where(and(isMember(projectId), eq(projectCollaborators.userId, userId)));

/** The row stays, so that a person's role is known of the past. */
export const markMemberRemoved = (tx: Tx, projectId: string, userId: string) =>
  tx.update(projectCollaborators).set({ status: "removed" }).where(and(isMember(projectId), eq(projectCollaborators.userId, userId)));

export type InvitationRow = typeof projectInvitations.$inferSelect;

/** Stores an invitation. A pending one to the same address gets the new token, role and time instead. */
export async function upsertInvitation(tx: Tx, values: typeof projectInvitations.$inferInsert): Promise<InvitationRow> {
  const { role, tokenHash, invitedBy, expiresAt } = values;
  const [row] = await tx
    .insert(projectInvitations)
    .values(values)
    .onConflictDoUpdate({
      target: [projectInvitations.projectId, projectInvitations.email],
      targetWhere: eq(projectInvitations.status, "pending"),
      set: { role, tokenHash, invitedBy, expiresAt },
    })
    .returning();
  if (!row) throw new Error("an upsert gave no row");
  return row;
}

/** An invitation, locked until the transaction ends, so that only one use of its token is the first. */
export async function lockInvitation(tx: Tx, projectId: string, invitationId: string): Promise<InvitationRow | null> {
  const [row] = await tx
    .select()
    .from(projectInvitations)
    .where(and(eq(projectInvitations.projectId, projectId), eq(projectInvitations.id, invitationId)))
    .for("update");
  return row ?? null;
}

export async function updateInvitation(
  tx: Tx,
  projectId: string,
  invitationId: string,
  changes: Partial<Pick<InvitationRow, "status" | "respondedAt" | "tokenHash" | "expiresAt" | "invitedBy">>,
): Promise<InvitationRow> {
  const [row] = await tx
    .update(projectInvitations)
    .set(changes)
    .where(and(eq(projectInvitations.projectId, projectId), eq(projectInvitations.id, invitationId)))
    .returning();
  if (!row) throw new Error("a locked invitation is gone");
  return row;
}

/** Ends the open invitations that a person made in a project. */
export const revokeInvitationsOf = (tx: Tx, projectId: string, invitedBy: string, respondedAt: string): Promise<InvitationRow[]> =>
  tx
    .update(projectInvitations)
    .set({ status: "revoked", respondedAt })
    .where(and(eq(projectInvitations.projectId, projectId), eq(projectInvitations.invitedBy, invitedBy), eq(projectInvitations.status, "pending")))
    .returning();

/** Newest first. */
export const listInvitationRows = (db: Db, projectId: string, { after, limit }: { after: [string, string] | null; limit: number }): Promise<InvitationRow[]> =>
  db
    .select()
    .from(projectInvitations)
    .where(
      and(
        eq(projectInvitations.projectId, projectId),
        after ? sql`(${projectInvitations.createdAt}, ${projectInvitations.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(projectInvitations.createdAt), desc(projectInvitations.id))
    .limit(limit);

/** An invitation by its id alone, for whoever holds its link: project's and inviter's names come along. */
export async function findInvitationWithNames(db: Db, invitationId: string) {
  const [row] = await db
    .select({ invitation: projectInvitations, projectName: projects.name, inviterName: users.name })
    .from(projectInvitations)
    .innerJoin(projects, eq(projects.id, projectInvitations.projectId))
    .leftJoin(users, eq(users.id, projectInvitations.invitedBy))
    .where(eq(projectInvitations.id, invitationId));
  return row ?? null;
}

export async function isVerifiedAddress(db: Db, userId: string, email: string): Promise<boolean> {
  const [row] = await db.select({ verifiedAt: users.emailVerifiedAt }).from(users).where(and(eq(users.id, userId), eq(users.email, email)));
  return Boolean(row?.verifiedAt);
}

export async function findProjectStatus(db: Db, projectId: string) {
  const [row] = await db.select({ status: projects.status }).from(projects).where(eq(projects.id, projectId));
  return row?.status ?? null;
}

type ActivityFilter = { kinds: string[]; user?: string | undefined; from?: string | undefined; to?: string | undefined; before: number | null; limit: number };

/** Stored events of some kinds with their authors' names, newest first. */
export const listActivityRows = (db: Db, projectId: string, { kinds, user, from, to, before, limit }: ActivityFilter) =>
  db
    .select({
      id: projectActivity.id,
      seq: projectActivity.seq,
      userId: projectActivity.userId,
      userName: users.name,
      actionType: projectActivity.actionType,
      actionDetails: projectActivity.actionDetails,
      createdAt: projectActivity.createdAt,
    })
    .from(projectActivity)
    .leftJoin(users, eq(users.id, projectActivity.userId))
    .where(
      and(
        eq(projectActivity.projectId, projectId),
        inArray(projectActivity.actionType, kinds),
        user ? eq(projectActivity.userId, user) : undefined,
        from ? gte(projectActivity.createdAt, from) : undefined,
        to ? lt(projectActivity.createdAt, to) : undefined,
        before === null ? undefined : lt(projectActivity.seq, before),
      ),
    )
    .orderBy(desc(projectActivity.seq))
    .limit(limit);
