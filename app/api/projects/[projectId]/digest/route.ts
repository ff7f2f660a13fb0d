import { getDigestOperation } from "@/lib/digest/operations";
import { route } from "@/lib/http/route";

export const GET = route(getDigestOperation);
