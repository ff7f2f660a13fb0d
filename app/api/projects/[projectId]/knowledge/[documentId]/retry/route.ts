import { retryDocument } from "@/lib/knowledge/operations";
import { route } from "@/lib/http/route";

export const POST = route(retryDocument);
