import { createSessionOperation, listSessionsOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const POST = route(createSessionOperation);
export const GET = route(listSessionsOperation);
