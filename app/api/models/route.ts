import { listModelsOperation } from "@/lib/assistant/operations";
import { route } from "@/lib/http/route";

export const GET = route(listModelsOperation);
