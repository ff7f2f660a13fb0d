import { listReadersOperation } from "@/lib/chat/session-operations";
import { route } from "@/lib/http/route";

export const GET = route(listReadersOperation);
