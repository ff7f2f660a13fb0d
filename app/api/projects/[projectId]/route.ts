import { route } from "@/lib/http/route";
import { read, remove, update } from "@/lib/projects/operations";

export const GET = route(read);
export const PATCH = route(update);
export const DELETE = route(remove);
