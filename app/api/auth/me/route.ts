import { getMe, updateMe } from "@/lib/accounts/operations";
import { route } from "@/lib/http/route";

export const GET = route(getMe);
export const PATCH = route(updateMe);
