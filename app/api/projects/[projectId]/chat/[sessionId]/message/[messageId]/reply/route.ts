import { retryAnswerOperation, stopAnswerOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const POST = route(retryAnswerOperation);
export const DELETE = route(stopAnswerOperation);
