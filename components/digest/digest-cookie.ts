/**
 * What became of a project's digest in this browser, so that it greets once and can be put away: a cookie that only
 * the project's own pages are sent, with the moment from which the digest tells.
 */
export const digestCookie = "digest";

type Fate = "seen" | "dismissed";

/** Whether the digest from a moment on has been shown, or put away. */
export function fateOfDigest(cookie: string | undefined, since: string): Fate | null {
  const [fate, of] = cookie?.split("@") ?? [];
  return of === since && (fate === "seen" || fate === "dismissed") ? fate : null;
}

/** Browser only. `path` is the project's own. */
export function rememberDigest(fate: Fate, since: string, path: string): void {
  document.cookie = `${digestCookie}=${fate}@${since}; Path=${path}; Max-Age=2592000; SameSite=Lax`;
}
