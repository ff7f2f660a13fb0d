import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { SQL } from "drizzle-orm";
import { db, dividedByZero } from "./db";
import { logger } from "./logger";
import { AppError } from "./problems";
import { onShutdown, perProcess } from "./process";
import { deleteOutdatedKeys, keyMark, type KeyClaim } from "./queries";

const clearMs = 3_600_000;

/**
 * The idempotency key of the request that is being answered, if it has one. The write's own transaction marks it as
 * done, so that a repetition after a crash creates nothing a second time.
 */
export const idempotency = perProcess("idempotency", () => new AsyncLocalStorage<{ claim: KeyClaim; isCommitted: boolean }>());

/**
 * What marks the present request's key, for the transaction that does its work. What follows the request's first write
 * (an answer, the job that reads a document) runs in its context too, and is none of the key's business.
 */
export function committedMark(): SQL[] {
  const held = idempotency.getStore();
  return !held || held.isCommitted ? [] : [keyMark(held.claim)];
}

/** @throws AppError `conflict` if the mark failed: the request took so long that a repetition has taken its key over */
export function requireMarked(error: unknown): void {
  if (dividedByZero(error)) throw new AppError("conflict", "The request took too long and was repeated meanwhile.", { cause: error });
}

/** To be called once that transaction is over: until then the database may give it up, and it runs again. */
export function confirmCommitted(): void {
  const held = idempotency.getStore();
  if (held) held.isCommitted = true;
}

/** Removes keys that are over a day old, every hour until the process ends. */
export function startKeyClearing(): void {
  const clear = () => void deleteOutdatedKeys(db()).catch((error: unknown) => logger().warn({ err: error }, "old idempotency keys could not be removed"));
  clear();
  const timer = setInterval(clear, clearMs).unref();
  onShutdown("idempotency", () => clearInterval(timer));
}
