import { listPinsOperation } from "@/lib/chat/operations";
import { route } from "@/lib/http/route";

export const GET = route(listPinsOperation);
