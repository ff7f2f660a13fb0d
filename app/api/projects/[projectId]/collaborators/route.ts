import { invite, listMembers } from "@/lib/collaboration/operations";
import { route } from "@/lib/http/route";

export const GET = route(listMembers);
export const POST = route(invite);
