import "server-only";
import { z } from "zod";
import { authorize, type Granted } from "@/lib/access/authorize";
import { can, type Role } from "@/lib/access/permissions";
import { cached } from "@/lib/core/cache";
import { cacheKeys, cacheLifetimes } from "@/lib/core/cache-keys";
import { isoNow } from "@/lib/core/clock";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, type Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { mutate, mutateAccount } from "@/lib/events/mutate";
import { toFacts, toInvitation } from "./invitations";
import { findMember, listMembers, lockOwnersAnd, markMemberRemoved, revokeInvitationsOf, updateMemberRole, type MemberRow } from "./queries";
import type { Collaborator } from "./schemas";

type Page = { limit: number; cursor?: string | undefined };
/** As many as a page may hold, so that any first page can be cut from what is kept. */
const mostCached = 100;
const position = z.tuple([momentInput, z.guid()]);

/** Members in the order in which they joined. The first page, which every view of the project needs, is kept. */
export async function listCollaborators(by: Granted<"member.read">, { limit, cursor }: Page): Promise<{ items: Collaborator[]; nextCursor: string | null }> {
  const rows = cursor
    ? await listMembers(db(), by.projectId, { after: decodeCursor(position, cursor), limit: limit + 1 })
    : await cached(cacheKeys.collaborators(by.projectId), cacheLifetimes.collaborators, () => listMembers(db(), by.projectId, { after: null, limit: mostCached + 1 }));
  const page = toPage(rows, limit, (row) => [row.joinedAt, row.userId]);
  return { ...page, items: page.items.map(toCollaborator) };
}

/**
 * Gives a member another role. Open invitations of someone who may no longer invite end with it.
 * @throws AppError `not-found` for someone who is no member, `last-owner`
 */
export function updateCollaborator(by: Granted<"member.manage">, userId: string, role: Role): Promise<Collaborator> {
  return mutate(by, async (tx, emit, control) => {
    const member = await getLockedMember(tx, by.projectId, userId, role === "owner");
    if (member.role === role) return toCollaborator(member);
    await updateMemberRole(tx, by.projectId, userId, role);
    const updated = toCollaborator({ ...member, role });
    emit("member:updated", { memberId: userId, name: member.name, role }, { thing: updated });
    if (!can(role, "member.manage")) {
      for (const row of await revokeInvitationsOf(tx, by.projectId, userId, isoNow())) emit("invitation:revoked", toFacts(row), { thing: toInvitation(row) });
    }
    control({ kind: "membership-changed", projectId: by.projectId, userId });
    return updated;
  });
}

/**
 * Removes a member, which needs the right to manage members; anyone may remove themselves. Their streams and open invitations end.
 * @throws AppError `not-permitted`, `not-found` for someone who is no member, `last-owner`
 */
export async function removeCollaborator(by: Granted<"member.read">, userId: string): Promise<void> {
  const { actor, projectId } = by;
  if (userId !== actor.id) await authorize(actor, projectId, "member.manage");
  await mutateAccount(actor, async (tx, emitIn, control) => {
    const member = await getLockedMember(tx, projectId, userId, false);
    await markMemberRemoved(tx, projectId, userId);
    emitIn(projectId, "member:removed", { memberId: userId, name: member.name, role: member.role });
    for (const row of await revokeInvitationsOf(tx, projectId, userId, isoNow())) emitIn(projectId, "invitation:revoked", toFacts(row), { thing: toInvitation(row) });
    control({ kind: "membership-changed", projectId, userId });
  });
}

/** The public representation of a member. */
export const toCollaborator = ({ userId, name, email, role, joinedAt }: MemberRow): Collaborator => ({ userId, name, email, role, status: "active", joinedAt });

/** The member, read after the locks, so that nothing about the owners changes until the transaction ends. */
async function getLockedMember(tx: Tx, projectId: string, userId: string, staysOwner: boolean): Promise<MemberRow> {
  const owners = await lockOwnersAnd(tx, projectId, userId);
  const member = await findMember(tx, projectId, userId);
  if (!member) throw new AppError("not-found");
  if (!staysOwner && owners.length === 1 && owners[0] === userId) throw new AppError("last-owner", "Make someone else an owner first.");
  return member;
}
