import { pinSessionOperation, unpinSessionOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const PUT = route(pinSessionOperation);
export const DELETE = route(unpinSessionOperation);
