import { route } from "@/lib/http/route";
import { getPresence } from "@/lib/realtime/operations";

export const GET = route(getPresence);
