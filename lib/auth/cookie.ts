/** next-auth's names of the session cookie: the prefix binds it to https where the site is served over it. */
export const cookieNames: readonly string[] = ["__Secure-next-auth.session-token", "next-auth.session-token"];
