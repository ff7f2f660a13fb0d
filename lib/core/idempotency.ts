import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Tx } from "./db";
import { markKeyCommitted } from "./queries";
import { perProcess } from "./process";

/**
 * The idempotency key of the request that is being answered, if it has one. The write's own transaction marks it as
 * done, so that a repetition after a crash creates nothing a second time.
 */
type IdempotencyClaim = { userId: string; key: string };

export const idempotency = perProcess("idempotency", () => new AsyncLocalStorage<IdempotencyClaim>());

/** Marks the present request's key, within the transaction that does its work. */
export async function markCommitted(tx: Tx): Promise<void> {
  const claim = idempotency.getStore();
  if (claim) await markKeyCommitted(tx, claim);
}
