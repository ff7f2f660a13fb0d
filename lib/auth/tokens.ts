import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { clock } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { perProcess } from "@/lib/core/process";

/** How long things last, in seconds. */
export const lifetimes = {
  /** An access token; a client refreshes it. */
  access: 15 * 60,
  /** A session that nobody uses: the refresh token and the browser's cookie. */
  session: 30 * 24 * 60 * 60,
} as const;

type TokenUse = "access" | "browser";

/** A signed token (JWT, HS256) that names a session; what the session may do is looked up, never read from it. */
export function signSessionToken(use: TokenUse, session: { id: string; userId: string }, seconds: number): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT({ sid: session.id })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(session.userId)
    .setAudience(use)
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(secret());
}

/**
 * Tokens whose signature was found good, by what they are read as. A signature stays what it is, and a client sends the
 * same token for minutes; only the time is looked at again.
 */
type Known = { sessionId: string; userId: string; expiresAt: number };
const known = perProcess("known-tokens", () => new Map<string, Known>());
const mostKnown = 10_000;

/** The session that a token names; null for a token that is forged, over, or for another use. */
export async function readSessionToken(use: TokenUse, token: string): Promise<{ sessionId: string; userId: string } | null> {
  const key = `${use} ${token}`;
  const found = known.get(key) ?? (await verify(use, token));
  if (!found || found.expiresAt <= clock.now()) {
    known.delete(key);
    return null;
  }
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return { sessionId: found.sessionId, userId: found.userId };
}

async function verify(use: TokenUse, token: string): Promise<Known | null> {
  try {
    const { payload } = await jwtVerify(token, secret(), { algorithms: ["HS256"], audience: use, currentDate: new Date(clock.now()) });
    const sessionId = payload["sid"];
    return typeof sessionId === "string" && payload.sub && payload.exp ? { sessionId, userId: payload.sub, expiresAt: payload.exp * 1000 } : null;
  } catch {
    // Whatever is wrong with a token, its bearer is simply not signed in.
    return null;
  }
}

/** A secret for a link or a refresh token: 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is stored of a secret. It has 256 random bits, so a fast hash is enough. */
export const hashSecret = (value: string): string => createHash("sha256").update(value).digest("hex");

const secret = (): Uint8Array => new TextEncoder().encode(env().AUTH_SECRET);
