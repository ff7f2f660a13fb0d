/**
 * The thin server around Next, run by plain Node. It owns what Next doesn't: whose address a request comes from, its
 * id, time limits, compression, and leaving within five seconds even with streams open.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { constants } from "node:zlib";
import compression from "compression";
import next from "next";
import pino from "pino";
import { logDestination } from "./lib/core/log-destination.ts";
import { clientAddress, isRequestId, parseTrustedProxies } from "./lib/http/client-address.ts";
import { plainProblem, refusalOf } from "./lib/http/refusal.ts";
import { connectionLimits, serverOptions } from "./lib/http/server-options.ts";
import { onStopSignal } from "./scripts/support/signals.mjs";

/** All in milliseconds. */
const limits = {
  /** What is still open after this time of leaving is cut. */
  cutConnections: 3_000,
  /** Then the process goes, whatever hangs. */
  leave: 4_500,
};

const log = pino({ name: "server", level: process.env.LOG_LEVEL || "info" }, logDestination);
const dev = process.env.NODE_ENV !== "production";
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOST || undefined;

// Next's own handlers would end the process before streams and answers are finished.
process.env.NEXT_MANUAL_SIG_HANDLE = "true";

const trusted = parseTrustedProxies(process.env.TRUSTED_PROXIES);
const server = createServer(serverOptions(dev));
server.setTimeout(connectionLimits.silence);
const app = next({ dev, dir: import.meta.dirname, port, hostname: hostname ?? "localhost", httpServer: server });
let stopping = false;
// Event streams write past Next (lib/realtime/sse-writer.ts), whose bundles share nothing with this file but `globalThis`.
const responses = new AsyncLocalStorage<ServerResponse>();
Object.assign(globalThis, { [Symbol.for("socrates.response")]: responses });

// Whoever read the output may be killed first; leaving in order matters more than the last lines.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
onStopSignal((signal, again) => {
  if (again) process.exit(1);
  void stop(signal, 0);
});
// Only the script that started this server holds the channel: it has been killed.
process.on("disconnect", () => void stop("the parent has gone", 0));
process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "uncaught exception");
  void stop("uncaught exception", 1);
});
process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));

try {
  await app.prepare();
  const handle = app.getRequestHandler();
  // Next's own knows gzip only.
  const compress = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } });
  server.on("request", (request, response) => {
    describeRequest(request);
    if (stopping) response.setHeader("Connection", "close");
    const refusal = refusalOf(request.method ?? "", request.url ?? "");
    if (refusal) return sendProblem(refusal, request, response);
    compress(request, response, () => {
      responses.run(response, () => handle(request, response)).catch((error: unknown) => fail(error, request, response));
    });
  });
  await listen();
} catch (error) {
  log.fatal({ err: error }, "could not start");
  await stop("could not start", 1);
}

/** Replaces what a client may have claimed about itself by what is known. */
function describeRequest(request: IncomingMessage): void {
  const { headers, socket } = request;
  const forwardedFor = headers["x-forwarded-for"];
  // Node joins repeated headers with a comma; the type allows a list.
  const chain = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
  headers["x-socrates-client-ip"] = clientAddress(socket.remoteAddress, chain, trusted);
  const id = headers["x-request-id"];
  if (!isRequestId(id) || !trusted(socket.remoteAddress ?? "")) headers["x-request-id"] = randomUUID();
}

function fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  log.error({ err: error, requestId: request.headers["x-request-id"], url: request.url }, "request failed");
  if (response.headersSent) response.destroy();
  else sendProblem(error, request, response);
}

function sendProblem(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = plainProblem(error, String(request.headers["x-request-id"]));
  response.writeHead(status, headers).end(body);
}

function listen(): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: hostname }, () => {
      server.off("error", reject);
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      log.info({ port: actual, dev }, "listening");
      process.send?.({ type: "listening", port: actual });
      resolve();
    });
  });
}

/** Stops accepting, lets streams and answers end, and leaves. @param code the process's exit code */
async function stop(reason: string, code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, "stopping");
  const closed = new Promise((resolve) => server.close(resolve));
  setTimeout(() => server.closeAllConnections(), limits.cutConnections).unref();
  setTimeout(() => {
    log.warn("left before everything had ended");
    process.exit(1);
  }, limits.leave).unref();
  try {
    await shutdownApplication();
    server.closeIdleConnections();
    await closed;
    await app.close();
  } catch (error) {
    log.error({ err: error }, "stopping failed");
    process.exit(1);
  }
  log.info("stopped");
  process.exit(code);
}

/** Ends what the application registered (lib/core/process.ts): streams, answers, workers, the pool. */
async function shutdownApplication(): Promise<void> {
  // The registry is made inside Next's bundles, which this file can't import.
  const registry = (globalThis as { [key: symbol]: { shutdown?: () => Promise<void> } | undefined })[Symbol.for("socrates.process")];
  await registry?.shutdown?.();
}
