import "server-only";
import { Redis } from "@upstash/redis";
import { clock } from "./clock";
import { env } from "./env";
import { logger } from "./logger";
import { perProcess } from "./process";

/** Keeps JSON values for some seconds. An accelerator, never the truth: a driver that fails gives misses. */
export type Cache = {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, seconds: number): Promise<void>;
  drop(keys: string[]): Promise<void>;
};

/** The configured cache: Upstash Redis if given, this process's memory otherwise. */
export function cache(): Cache {
  return perProcess("cache", () => {
    const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env();
    const driver = url && token ? upstashCache(new Redis({ url, token, enableTelemetry: false, retry: { retries: 1 } })) : memoryCache();
    return { ...driver, drop: (keys) => driver.drop(keys.length > 0 ? noteDrop(keys) : keys) };
  });
}

/** How often something was dropped in this process: a value that was read meanwhile may be the old one. */
const drops = perProcess("cache-drops", () => ({ count: 0 }));

function noteDrop(keys: string[]): string[] {
  drops.count += 1;
  return keys;
}

/** The value under `key`, read by `read` when it isn't known. */
export async function cached<T>(key: string, seconds: number, read: () => Promise<T>): Promise<T> {
  const known = await cache().get<T>(key);
  if (known !== undefined) return known;
  const dropsBefore = drops.count;
  const value = await read();
  if (drops.count === dropsBefore) await cache().set(key, value, seconds);
  return value;
}

/** Memory of one process; the entry used least recently goes first. */
export function memoryCache(mostEntries = 10_000): Cache {
  const entries = new Map<string, { json: string; until: number }>();
  return {
    async get<T>(key: string) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      if (entry.until <= clock.now()) return undefined;
      entries.set(key, entry);
      // What was set under a key is what its reader expects: keys stand in one table.
      return JSON.parse(entry.json) as T;
    },
    async set(key, value, seconds) {
      entries.delete(key);
      entries.set(key, { json: JSON.stringify(value), until: clock.now() + seconds * 1000 });
      for (const oldest of entries.keys()) {
        if (entries.size <= mostEntries) break;
        entries.delete(oldest);
      }
    },
    async drop(keys) {
      for (const key of keys) entries.delete(key);
    },
  };
}

/** Upstash Redis over HTTP. */
export function upstashCache(redis: Redis, prefix = "socrates:cache:"): Cache {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      logger().warn({ err: error, what }, "the cache did not answer");
      return undefined;
    }
  };
  return {
    get: async <T>(key: string) => (await attempt("get", () => redis.get<T>(prefix + key))) ?? undefined,
    set: async (key, value, seconds) => void (await attempt("set", () => redis.set(prefix + key, JSON.stringify(value), { ex: seconds }))),
    drop: async (keys) => {
      if (keys.length > 0) await attempt("drop", () => redis.del(...keys.map((key) => prefix + key)));
    },
  };
}
