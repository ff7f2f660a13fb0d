import { getSessionOperation, updateSessionOperation, deleteSessionOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const GET = route(getSessionOperation);
export const PATCH = route(updateSessionOperation);
export const DELETE = route(deleteSessionOperation);
