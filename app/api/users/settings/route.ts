import { readSettings, writeSettings } from "@/lib/settings/operations";
import { route } from "@/lib/http/route";

export const GET = route(readSettings);
export const PUT = route(writeSettings);
