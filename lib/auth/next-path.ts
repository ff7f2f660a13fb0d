import "server-only";

/**
 * Where to go after signing in, from `?next=`: only a path on this site, so that a link to the sign-in page can't
 * lead anywhere else. Browsers read `\` as `/` and drop control characters, so neither may stand in it.
 * @param fallback used for anything else
 */
export function nextPath(value: unknown, fallback: string): string {
  if (typeof value !== "string" || value.length > 2000) return fallback;
  if (!/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(value)) return fallback;
  return value;
}

/** The invitation whose page a path leads to, if it leads to one with its token. */
export function invitationOf(path: string): { id: string; token: string } | null {
  const found = /^\/invitations\/([0-9a-f-]{36})\?(.*)$/i.exec(path);
  const token = found ? new URLSearchParams(found[2]).get("token") : null;
  return found?.[1] && token ? { id: found[1].toLowerCase(), token } : null;
}
