import { route } from "@/lib/http/route";
import { readHealth } from "@/lib/platform/operations";

export const dynamic = "force-dynamic";
export const GET = route(readHealth);
