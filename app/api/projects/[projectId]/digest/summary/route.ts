import { summarizeDigestOperation } from "@/lib/digest/operations";
import { route } from "@/lib/http/route";

export const POST = route(summarizeDigestOperation);
