import { markReadOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const PUT = route(markReadOperation);
