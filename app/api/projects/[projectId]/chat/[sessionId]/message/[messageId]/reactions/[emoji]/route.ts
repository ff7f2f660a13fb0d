import { addReactionOperation, removeReactionOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const PUT = route(addReactionOperation);
export const DELETE = route(removeReactionOperation);
