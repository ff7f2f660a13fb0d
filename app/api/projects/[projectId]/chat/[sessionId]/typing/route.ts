import { tellTypingOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const POST = route(tellTypingOperation);
