import { route } from "@/lib/http/route";
import { streamEvents } from "@/lib/realtime/operations";

export const dynamic = "force-dynamic";
export const GET = route(streamEvents);
