import { revoke } from "@/lib/collaboration/operations";
import { route } from "@/lib/http/route";

export const DELETE = route(revoke);
