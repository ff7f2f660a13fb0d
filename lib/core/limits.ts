import "server-only";
import { isIP } from "node:net";
import { Redis } from "@upstash/redis";
import { clock } from "./clock";
import { env } from "./env";
import { logger } from "./logger";
import { perProcess } from "./process";
import { AppError } from "./problems";

/**
 * How much of what in how many seconds, each with its reason. A window is fixed; the counter is per key (a person, an
 * address, or an account that somebody tries to enter).
 */
export const limits = {
  /** Guessing passwords: slow from one address, and slow against one account from everywhere. */
  "sign-in-address": { most: 30, seconds: 300 },
  "sign-in-account": { most: 10, seconds: 300 },
  /** Accounts in bulk. A school or an office behind one address still gets its people in. */
  registration: { most: 20, seconds: 3600 },
  /** Refreshing is cheap, but each try is a guess at a secret. */
  refresh: { most: 60, seconds: 300 },
  /** Faster than anyone types; each message may cost an answer of a model. */
  message: { most: 60, seconds: 60 },
  /** Ingestion is the heaviest work there is. */
  upload: { most: 120, seconds: 600 },
  /** A PDF of a long conversation takes seconds of the processor. */
  export: { most: 30, seconds: 600 },
  /** Invitations send somebody something. */
  invitation: { most: 50, seconds: 3600 },
  /** A client may sync a lot, but not in a tight loop. */
  read: { most: 1200, seconds: 60 },
  write: { most: 300, seconds: 60 },
} as const satisfies Record<string, { most: number; seconds: number }>;

export type LimitName = keyof typeof limits;
export type LimitState = { limit: number; remaining: number; resetSeconds: number; allowed: boolean };

/** Counts uses in fixed windows. */
export type Limiter = {
  /** Counts one use of `key` and says how many there have been in this window, and when it ends (seconds). */
  hit(key: string, seconds: number): Promise<{ count: number; resetSeconds: number }>;
};

/** The configured limiter: shared through Upstash Redis if given, this process's memory otherwise. */
export function limiter(): Limiter {
  return perProcess("limiter", () => {
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env();
    return url && token ? upstashLimiter(new Redis({ url, token, enableTelemetry: false, retry: { retries: 1 } })) : memoryLimiter();
  });
}

/** Counts one use and says how much is left. */
export async function takeLimit(name: LimitName, key: string): Promise<LimitState> {
  const { most, seconds } = limits[name];
  const { count, resetSeconds } = await limiter().hit(`${name}:${networkOf(key)}`, seconds);
  return { limit: most, remaining: Math.max(0, most - count), resetSeconds, allowed: count <= most };
}

/** The network of an IPv6 address: whoever has one has all 2^64 addresses of it. Any other key as it is. */
function networkOf(key: string): string {
  if (isIP(key) !== 6) return key;
  const [before = "", after] = key.split("::");
  const [start, end] = [before, after ?? ""].map((part) => part.split(":").filter(Boolean));
  const missing = after === undefined ? 0 : 8 - (start?.length ?? 0) - (end?.length ?? 0);
  const groups = [...(start ?? []), ...Array.from({ length: missing }, () => "0"), ...(end ?? [])];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** @throws AppError `too-many-requests` with the seconds to wait */
export async function requireLimit(name: LimitName, key: string): Promise<LimitState> {
  const state = await takeLimit(name, key);
  if (!state.allowed) throw tooMany(state);
  return state;
}

export const tooMany = (state: LimitState): AppError =>
  new AppError("too-many-requests", `Try again in ${state.resetSeconds} seconds.`, { retryAfter: state.resetSeconds });

/** Memory of one process. Windows that are over are swept as others are counted. */
export function memoryLimiter(): Limiter {
  const windows = new Map<string, { count: number; until: number }>();
  let nextSweep = 0;
  return {
    async hit(key, seconds) {
      const now = clock.now();
      if (now > nextSweep) {
        nextSweep = now + 60_000;
        for (const [name, window] of windows) if (window.until <= now) windows.delete(name);
      }
      let window = windows.get(key);
      if (!window || window.until <= now) windows.set(key, (window = { count: 0, until: now + seconds * 1000 }));
      window.count += 1;
      return { count: window.count, resetSeconds: Math.max(1, Math.ceil((window.until - now) / 1000)) };
    },
  };
}

/**
 * Upstash Redis, with plain commands, so that any Redis behind the same HTTP interface serves too (the scripts of
 * @upstash/ratelimit carry a flag that only Upstash's own server accepts). Without an answer it falls back to memory:
 * limits hold per instance then, which is better than none and better than turning everyone away.
 */
export function upstashLimiter(redis: Redis, prefix = "socrates:limit:"): Limiter {
  const fallback = memoryLimiter();
  return {
    async hit(key, seconds) {
      const window = Math.floor(clock.now() / 1000 / seconds);
      const name = `${prefix}${key}:${window}`;
      try {
        const [count] = await redis.pipeline().incr(name).expire(name, seconds + 5).exec<[number, number]>();
        return { count, resetSeconds: Math.max(1, Math.ceil((window + 1) * seconds - clock.now() / 1000)) };
      } catch (error) {
        logger().warn({ err: error }, "the rate limiter did not answer");
        return fallback.hit(key, seconds);
      }
    },
  };
}
