import "server-only";
import type { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

/**
 * Node's response to the request that is being answered; null where no server of ours stands around Next, as in tests.
 * The server (server.ts) isn't bundled, so it leaves the storage on `globalThis`.
 */
export function currentNodeResponse(): ServerResponse | null {
  // globalThis has no declared place for our symbol.
  const holder = globalThis as { [key: symbol]: AsyncLocalStorage<ServerResponse> | undefined };
  return holder[Symbol.for("socrates.response")]?.getStore() ?? null;
}
