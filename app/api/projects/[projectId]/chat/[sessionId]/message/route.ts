import { sendMessageOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const POST = route(sendMessageOperation);
