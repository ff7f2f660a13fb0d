import { askForAnswerOperation, stopAnswerOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const POST = route(askForAnswerOperation);
export const DELETE = route(stopAnswerOperation);
