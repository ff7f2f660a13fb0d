import { login } from "@/lib/accounts/operations";
import { route } from "@/lib/http/route";

export const POST = route(login);
