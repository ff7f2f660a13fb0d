import { pinMessageOperation, unpinMessageOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const PUT = route(pinMessageOperation);
export const DELETE = route(unpinMessageOperation);
