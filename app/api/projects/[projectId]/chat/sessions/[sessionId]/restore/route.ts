import { restoreSessionOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const POST = route(restoreSessionOperation);
