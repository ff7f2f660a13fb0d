import { route } from "@/lib/http/route";
import { create, list } from "@/lib/projects/operations";

export const GET = route(list);
export const POST = route(create);
