"use server";

import { accept, decline } from "@/lib/collaboration/operations";
import { action } from "@/lib/http/action";

export const acceptInvitation = action(accept);
export const declineInvitation = action(decline);
