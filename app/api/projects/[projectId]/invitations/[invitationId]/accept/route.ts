import { accept } from "@/lib/collaboration/operations";
import { route } from "@/lib/http/route";

export const POST = route(accept);
