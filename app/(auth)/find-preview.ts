import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { getInvitationPreview } from "@/lib/collaboration/responses";
import type { InvitationPreview } from "@/lib/collaboration/schemas";
import { AppError } from "@/lib/core/problems";

/** What an invitation is to; null for an unknown one or a wrong token, which the pages say in words of their own. */
export async function findPreview(actor: Actor | null, invitationId: string, token: string | undefined): Promise<InvitationPreview | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(invitationId)) return null;
  try {
    return await getInvitationPreview(actor, invitationId.toLowerCase(), token);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
