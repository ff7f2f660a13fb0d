import { route } from "@/lib/http/route";
import { archive } from "@/lib/projects/operations";

export const POST = route(archive);
