import "server-only";
import DataLoader from "dataloader";
import type { Actor } from "@/lib/access/authorize";
import { clock, isoNow } from "@/lib/core/clock";
import { db, type Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { perProcess } from "@/lib/core/process";
import { hub } from "@/lib/events/hub";
import { mutateAccount } from "@/lib/events/mutate";
import { extendSession, findRefreshToken, insertRefreshToken, insertSession, listLiveSessions, markRefreshTokenUsed, revokeSession } from "./queries";
import { hashSecret, lifetimes, newSecret, signSessionToken } from "./tokens";

export type SessionOrigin = { kind: "browser" | "api"; address: string; userAgent: string | null };
export type TokenPair = { accessToken: string; refreshToken: string; tokenType: "Bearer"; expiresIn: number };

/** A session is asked for on every request: kept in memory, dropped when it ends, read again after 30 s. */
const freshMs = 30_000;
const mostEntries = 20_000;
type Entry = { value: Promise<Actor | null>; readAt: number };
/** Made on first use and not with the module: building loads modules and has no configuration. */
const sessions = () =>
  perProcess("sessions", () => {
    const entries = new Map<string, Entry>();
    hub().subscribeControl((control) => {
      if (control.kind === "session-ended") entries.delete(control.sessionId);
      if (control.kind === "user-changed") {
        for (const [id, entry] of entries) void entry.value.then((actor) => actor?.id === control.userId && entries.delete(id));
      }
    });
    return entries;
  });

/** Who is behind a session, or null once it is over. */
export function findActor(sessionId: string): Promise<Actor | null> {
  const known = sessions();
  const entry = known.get(sessionId);
  if (entry && clock.now() - entry.readAt < freshMs) return entry.value;
  const value = reader().load(sessionId);
  if (known.size >= mostEntries) known.clear();
  known.set(sessionId, { value, readAt: clock.now() });
  value.catch(() => known.delete(sessionId));
  return value;
}

/** Whatever is asked for in one turn of the event loop is read together: a thousand streams look at once whether they may go on. */
const reader = () =>
  perProcess("session-reader", () => {
    const readAll = async (ids: readonly string[]): Promise<(Actor | null)[]> => {
      const byId = new Map((await listLiveSessions(db(), ids)).map((actor) => [actor.sessionId, actor]));
      return ids.map((id) => byId.get(id) ?? null);
    };
    return new DataLoader(readAll, { cache: false, maxBatchSize: 1_000 });
  });

/** Opens a session for a browser. @returns its id, which the cookie carries */
export function openBrowserSession(userId: string, origin: Omit<SessionOrigin, "kind">): Promise<string> {
  return mutateAccount({ id: userId }, async (tx) => (await openSession(tx, userId, { ...origin, kind: "browser" })).id);
}

/** Opens a session for an API client, with its first pair of tokens. */
export function openApiSession(userId: string, origin: Omit<SessionOrigin, "kind">): Promise<TokenPair> {
  return mutateAccount({ id: userId }, async (tx) => {
    const session = await openSession(tx, userId, { ...origin, kind: "api" });
    return issuePair(tx, session);
  });
}

/**
 * Exchanges a refresh token for a new pair. A token that was used before means that somebody has a copy, so the whole
 * family ends: the session, its access tokens and its streams.
 * @throws AppError `not-authenticated`
 */
export async function refreshTokens(refreshToken: string): Promise<TokenPair & { userId: string }> {
  const outcome = await mutateAccount(null, async (tx, _emit, control) => {
    const token = await findRefreshToken(tx, hashSecret(refreshToken));
    if (!token || token.revokedAt || Date.parse(token.expiresAt) <= clock.now()) return null;
    if (token.usedAt) {
      await revokeSession(tx, token.sessionId);
      control({ kind: "session-ended", sessionId: token.sessionId });
      return null;
    }
    await markRefreshTokenUsed(tx, token.id);
    await extendSession(tx, token.sessionId, isoNow(lifetimes.session * 1000));
    const pair = await issuePair(tx, { id: token.sessionId, userId: token.userId });
    return { ...pair, userId: token.userId };
  });
  if (!outcome) throw new AppError("not-authenticated", "The refresh token is not valid.");
  return outcome;
}

/** Ends a session at once, on every instance, with its open streams. */
export function endSession(sessionId: string): Promise<void> {
  return mutateAccount(null, async (tx, _emit, control) => {
    await revokeSession(tx, sessionId);
    control({ kind: "session-ended", sessionId });
  });
}

/** Ends the session that a refresh token belongs to; an unknown token ends nothing. */
export function endSessionOfRefreshToken(refreshToken: string): Promise<void> {
  return mutateAccount(null, async (tx, _emit, control) => {
    const token = await findRefreshToken(tx, hashSecret(refreshToken));
    if (!token) return;
    await revokeSession(tx, token.sessionId);
    control({ kind: "session-ended", sessionId: token.sessionId });
  });
}

const openSession = (tx: Tx, userId: string, { kind, address, userAgent }: SessionOrigin) =>
  insertSession(tx, { id: newId(), userId, kind, address, userAgent, expiresAt: isoNow(lifetimes.session * 1000) });

async function issuePair(tx: Tx, session: { id: string; userId: string }): Promise<TokenPair> {
  const refreshToken = newSecret();
  await insertRefreshToken(tx, { id: newId(), sessionId: session.id, tokenHash: hashSecret(refreshToken), expiresAt: isoNow(lifetimes.session * 1000) });
  return { accessToken: await signSessionToken("access", session, lifetimes.access), refreshToken, tokenType: "Bearer", expiresIn: lifetimes.access };
}
