import { route } from "@/lib/http/route";
import { restore } from "@/lib/projects/operations";

export const POST = route(restore);
