import { getMessageOperation, updateMessageOperation, deleteMessageOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const GET = route(getMessageOperation);
export const PUT = route(updateMessageOperation);
export const DELETE = route(deleteMessageOperation);
