"use server";

import { invite, removeMember, resend, revoke, updateMember } from "@/lib/collaboration/operations";
import { action } from "@/lib/http/action";

export const inviteMember = action(invite);
export const changeRole = action(updateMember);
export const removeFromProject = action(removeMember);
export const resendInvitation = action(resend);
export const revokeInvitation = action(revoke);
