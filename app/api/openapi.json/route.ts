import { route } from "@/lib/http/route";
import { readOpenApi } from "@/lib/platform/operations";

export const dynamic = "force-dynamic";
export const GET = route(readOpenApi);
