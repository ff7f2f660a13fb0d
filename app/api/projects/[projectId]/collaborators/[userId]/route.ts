import { removeMember, updateMember } from "@/lib/collaboration/operations";
import { route } from "@/lib/http/route";

export const PUT = route(updateMember);
export const DELETE = route(removeMember);
