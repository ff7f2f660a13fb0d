import "server-only";
import packageJson from "@/package.json";
import { describeModel } from "@/lib/core/ai";
import { db, isEmbedded } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/problems";
import { pingDatabase } from "./queries";
import type { Health } from "./schemas";

/** A database that is slower than this, in milliseconds, serves nobody. */
const patienceMs = 2_000;

/**
 * How the instance is.
 * @throws AppError `unavailable` if the database doesn't answer in time
 */
export async function getHealth(ping: () => Promise<void> = () => pingDatabase(db()), patience = patienceMs): Promise<Health> {
  await inTime(ping(), patience);
  return {
    status: "ok",
    database: isEmbedded() ? "embedded" : "postgres",
    cache: env().UPSTASH_REDIS_REST_URL ? "upstash" : "memory",
    model: describeModel().name,
    version: packageJson.version,
    uptimeSeconds: Math.floor(process.uptime()),
  };
}

async function inTime(answer: Promise<void>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    await Promise.race([answer, late]);
  } catch (error) {
    throw new AppError("unavailable", "The database does not answer.", { cause: error, retryAfter: 5 });
  } finally {
    clearTimeout(timer);
  }
}
