import "server-only";
import { env } from "@/lib/core/env";

/**
 * next-auth's name of the session cookie. Over https only the name with the prefix counts, which binds the cookie to
 * https and to this host: a neighbouring host could set one of the plain name and sign people in as somebody else.
 */
export const cookieNames = (): readonly string[] => [env().APP_URL.startsWith("https:") ? "__Secure-next-auth.session-token" : "next-auth.session-token"];
