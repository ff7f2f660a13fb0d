import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type ProtocolError, errorOfStatus } from "./protocol.ts";
import type { RecordedRequest } from "./recorder.ts";
import type { Failure } from "./settings.ts";
import type { State } from "./state.ts";

/** One request being answered. */
export type Exchange = {
  response: ServerResponse;
  record: RecordedRequest;
  state: State;
  failure: Failure | null;
  /** Aborts when the connection is gone, whoever ended it. */
  gone: AbortSignal;
  /** When the request came, as `performance.now()`; delays count from here. */
  startedAt: number;
  /** Resets the connection from our side, which does not count as the client's leaving. */
  reset(): void;
};

/**
 * How long a reset waits after the last bytes, in milliseconds: a reset discards what the client has received and
 * not yet read, and "after k tokens" shall mean that k tokens can be read.
 */
export const beforeResetMs = 25;

/** Waits for an absolute time of `performance.now()`, so that delays don't add up. Rejects when the signal aborts. */
export async function waitUntil(due: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // A timer may fire up to a millisecond early, so look again.
  for (let left = due - performance.now(); left > 0; left = due - performance.now()) await sleep(left, undefined, { signal });
}

/** Never returns: rejects when the client has left. */
export async function hang(exchange: Exchange): Promise<never> {
  exchange.gone.throwIfAborted();
  await once(exchange.gone, "abort");
  throw exchange.gone.reason;
}

/** Writes a piece of a body, and waits while the client reads slowly. */
export async function write({ response, gone }: Exchange, text: string): Promise<void> {
  gone.throwIfAborted();
  if (!response.write(text)) await once(response, "drain", { signal: gone });
}

/**
 * Sends a whole JSON answer, or fails as wanted. Where a failure says `afterTokens`, half of the body comes before
 * a reset or silence; what would break a stream in its middle breaks the JSON instead.
 */
export async function sendJson(exchange: Exchange, body: unknown): Promise<void> {
  const { failure, response } = exchange;
  const text = JSON.stringify(body);
  if (failure?.kind === "error") return sendError(exchange.response, errorOfStatus(500), exchange.record);
  if (failure?.kind === "hold") await exchange.state.failuresChanged(exchange.gone);

  exchange.record.status = 200;
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  if (failure?.kind === "malformed" || failure?.kind === "end") {
    response.writeHead(200, { "content-type": "application/json" }).end(half(text));
  } else if (failure?.kind === "reset" || failure?.kind === "hang") {
    response.writeHead(200, headers);
    await write(exchange, half(text));
    if (failure.kind === "hang") await hang(exchange);
    await waitUntil(performance.now() + beforeResetMs, exchange.gone);
    exchange.reset();
  } else {
    response.writeHead(200, headers).end(text);
  }
}

/** Sends an error in OpenAI's form. */
export function sendError(response: ServerResponse, error: ProtocolError, record?: RecordedRequest, headers: Record<string, string> = {}): void {
  if (record) record.status = error.status;
  response.writeHead(error.status, { "content-type": "application/json", ...headers }).end(JSON.stringify(error.body));
}

function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}
