import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import type { Role } from "@/lib/access/permissions";
import { hashSecret, newSecret } from "@/lib/auth/tokens";
import { clock, isoNow } from "@/lib/core/clock";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, type Tx } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { paths } from "@/lib/http/paths";
import { isMemberAddress, listInvitationRows, lockInvitation, updateInvitation, upsertInvitation, type InvitationRow } from "./queries";
import type { Invitation, NewInvitation } from "./schemas";

/** How long a link can be used, in milliseconds: two weeks, so that a holiday doesn't spoil it. */
const lifetimeMs = 14 * 24 * 60 * 60 * 1000;
const position = z.tuple([momentInput, z.guid()]);

/**
 * Invites an address, whether or not it has an account. A second invitation to it takes the first one's place.
 * @throws AppError `conflict` if it is a member's address
 */
export function createInvitation(by: Granted<"member.manage">, input: { email: string; role: Role }): Promise<NewInvitation> {
  const token = newSecret();
  return mutate(by, async (tx, emit) => {
    if (await isMemberAddress(tx, by.projectId, input.email)) throw new AppError("conflict", "This person is a member already.");
    const row = await upsertInvitation(tx, { ...input, id: newId(), projectId: by.projectId, invitedBy: by.actor.id, ...freshToken(token) });
    emit("invitation:created", toFacts(row), { thing: toInvitation(row) });
    return withUrl(row, token);
  });
}

/** Gives a pending invitation a new link and time; the old link is dead. */
export function resendInvitation(by: Granted<"member.manage">, invitationId: string): Promise<NewInvitation> {
  const token = newSecret();
  return mutate(by, async (tx, emit) => {
    await getPending(tx, by.projectId, invitationId);
    const row = await updateInvitation(tx, by.projectId, invitationId, { ...freshToken(token), invitedBy: by.actor.id });
    emit("invitation:created", toFacts(row), { thing: toInvitation(row) });
    return withUrl(row, token);
  });
}

/** Ends a pending invitation; its link is dead. */
export function revokeInvitation(by: Granted<"member.manage">, invitationId: string): Promise<void> {
  return mutate(by, async (tx, emit) => {
    await getPending(tx, by.projectId, invitationId);
    const row = await updateInvitation(tx, by.projectId, invitationId, { status: "revoked", respondedAt: isoNow() });
    emit("invitation:revoked", toFacts(row), { thing: toInvitation(row) });
  });
}

/** All invitations of a project, newest first. */
export async function listInvitations(by: Granted<"member.read">, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<{ items: Invitation[]; nextCursor: string | null }> {
  const rows = await listInvitationRows(db(), by.projectId, { after: cursor ? decodeCursor(position, cursor) : null, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id]);
  return { ...page, items: page.items.map(toInvitation) };
}

/** The public representation; an open invitation whose time is over reads as expired. */
export const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  status: row.status === "pending" && isExpired(row) ? "expired" : row.status,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});

export const isExpired = (row: InvitationRow): boolean => Date.parse(row.expiresAt) <= clock.now();

/** What an event tells of an invitation. */
export const toFacts = (row: InvitationRow) => ({ invitationId: row.id, email: row.email, role: row.role });

/** Whoever manages members may also renew or revoke an invitation whose time is over. */
async function getPending(tx: Tx, projectId: string, invitationId: string): Promise<InvitationRow> {
  const row = await lockInvitation(tx, projectId, invitationId);
  if (!row) throw new AppError("not-found");
  if (row.status !== "pending") throw new AppError("gone", `The invitation was ${row.status}.`);
  return row;
}

const freshToken = (token: string) => ({ tokenHash: hashSecret(token), expiresAt: isoNow(lifetimeMs) });

const withUrl = (row: InvitationRow, token: string): NewInvitation => ({ ...toInvitation(row), acceptUrl: env().APP_URL + paths.invitation(row.id, token) });
