import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { can } from "@/lib/access/permissions";
import { hashSecret } from "@/lib/auth/tokens";
import { isoNow } from "@/lib/core/clock";
import { db, type Db, type Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { mutateAccount } from "@/lib/events/mutate";
import { isExpired, toFacts, toInvitation } from "./invitations";
import { toCollaborator } from "./members";
import { findInvitationWithNames, findMember, findProjectStatus, isVerifiedAddress, lockInvitation, lockOwnersAnd, updateInvitation, upsertMember, type InvitationRow } from "./queries";
import type { Collaborator, InvitationPreview } from "./schemas";

type Ref = { projectId: string; invitationId: string };

/**
 * Joins by an invitation: any signed-in account that holds its token, or without the token the account whose verified
 * address it names. A member stays what they are, and someone else's invitation stays open for them.
 * @throws AppError `not-found` for a wrong token, `gone` for an invitation that is used, revoked or over,
 *   `project-archived`
 */
export function acceptInvitation(by: Actor, ref: Ref, token: string | undefined): Promise<Collaborator> {
  return mutateAccount(by, async (tx, emitIn, control) => {
    // Before the invitation, in the order in which a removal locks them.
    await lockOwnersAnd(tx, ref.projectId, by.id);
    const invitation = await getInvitation(tx, by, ref, token);
    const present = await findMember(tx, ref.projectId, by.id);
    if (present) {
      if (invitation.status === "pending" && invitation.email === by.email) await updateInvitation(tx, ref.projectId, invitation.id, answered("accepted"));
      return toCollaborator(present);
    }
    requireOpen(invitation);
    await requireInviter(tx, invitation);
    if ((await findProjectStatus(tx, ref.projectId)) === "archived") throw new AppError("project-archived", "An owner must restore the project first.");
    await upsertMember(tx, { projectId: ref.projectId, userId: by.id, role: invitation.role, invitedBy: invitation.invitedBy });
    await updateInvitation(tx, ref.projectId, invitation.id, answered("accepted"));
    const joined = await findMember(tx, ref.projectId, by.id);
    if (!joined) throw new Error("a new member is not there");
    emitIn(ref.projectId, "member:joined", { memberId: by.id, name: joined.name, role: joined.role }, { thing: toCollaborator(joined) });
    control({ kind: "membership-changed", projectId: ref.projectId, userId: by.id });
    return toCollaborator(joined);
  });
}

/**
 * Says no to an invitation, under the same conditions.
 * @throws AppError `not-found`, `gone`
 */
export function declineInvitation(by: Actor, ref: Ref, token: string | undefined): Promise<void> {
  return mutateAccount(by, async (tx, emitIn) => {
    const invitation = await getInvitation(tx, by, ref, token);
    requireOpen(invitation);
    const row = await updateInvitation(tx, ref.projectId, invitation.id, answered("declined"));
    emitIn(ref.projectId, "invitation:declined", toFacts(row), { thing: toInvitation(row) });
  });
}

/**
 * What an invitation's page shows before anyone joins, to whoever holds the link.
 * @throws AppError `not-found` for a wrong token
 */
export async function getInvitationPreview(by: Actor | null, invitationId: string, token: string | undefined): Promise<InvitationPreview> {
  const found = await findInvitationWithNames(db(), invitationId);
  if (!found || !(await mayAnswer(db(), by, found.invitation, token))) throw new AppError("not-found");
  const { invitation, projectName, inviterName } = found;
  return { ...toInvitation(invitation), projectId: invitation.projectId, projectName, inviterName };
}

async function getInvitation(tx: Tx, by: Actor, { projectId, invitationId }: Ref, token: string | undefined): Promise<InvitationRow> {
  const row = await lockInvitation(tx, projectId, invitationId);
  if (!row || !(await mayAnswer(tx, by, row, token))) throw new AppError("not-found");
  return row;
}

/** Hashes of random secrets are compared, so the time that it takes tells nothing of use. */
async function mayAnswer(db: Db, by: Actor | null, row: InvitationRow, token: string | undefined): Promise<boolean> {
  if (token) return hashSecret(token) === row.tokenHash;
  return by !== null && by.email === row.email && isVerifiedAddress(db, by.id, row.email);
}

function requireOpen(row: InvitationRow): void {
  if (row.status !== "pending") throw new AppError("gone", `The invitation was ${row.status}.`);
  if (isExpired(row)) throw new AppError("gone", "The invitation is over. Ask for a new one.");
}

/** The inviter's right may have ended after the invitation was made. The owners are locked, so it doesn't end meanwhile. */
async function requireInviter(tx: Tx, { projectId, invitedBy }: InvitationRow): Promise<void> {
  if (invitedBy) {
    const inviter = await findMember(tx, projectId, invitedBy);
    if (inviter && can(inviter.role, "member.manage")) return;
  }
  throw new AppError("gone", "Whoever invited you can no longer invite. Ask for a new one.");
}

const answered = (status: "accepted" | "declined") => ({ status, respondedAt: isoNow() });
