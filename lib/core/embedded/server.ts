/**
 * The embedded database as a program: `node lib/core/embedded/server.ts <data folder>`.
 *
 * It serves PostgreSQL's protocol on a Unix socket (`embeddedSocketPath`) until it is told to stop or no connection
 * was open for a second. Ends with 0, with BUSY_EXIT_CODE when another process has the folder, else with an error.
 * Start it through `ensureEmbedded`, which also gives it the larger stack that the backend needs.
 *
 * Durable against a killed process, not against power loss: PGlite doesn't call fsync.
 */
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { openBackend } from "./backend.ts";
import { Gateway } from "./gateway.ts";
import { BUSY_EXIT_CODE } from "./launch.ts";
import { tryFileLock } from "./lock.ts";
import { embeddedPaths, makePrivateFolder } from "./paths.ts";

/** All lifetimes in milliseconds. */
const LIFETIMES = {
  /** Long enough for a restarting app to be there again, short enough not to be noticed after it. */
  afterLastConnection: 1_000,
  /** For the starter to connect; if it was killed meanwhile, nobody will. */
  untilFirstConnection: 30_000,
  betweenMaintenance: 3_600_000,
  /** Longer than a shutdown takes, shorter than people wait. */
  shutdown: 4_000,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { "idle-in-transaction": { type: "string", default: "60000" } },
});
const [dataDir] = positionals;
if (dataDir === undefined) fail("usage: server.ts <data folder> [--idle-in-transaction <milliseconds>]");

const paths = embeddedPaths(dataDir);
makePrivateFolder(paths.folder);
const lock = tryFileLock(paths.lock);
if (!lock) process.exit(BUSY_EXIT_CODE);
writeFileSync(paths.pid, `${process.pid}\n`);

const began = performance.now();
const backend = await openBackend(paths.cluster, { log, fail });
const gateway = new Gateway(backend, { log, idleInTransaction: Number(options["idle-in-transaction"]), onCount });
// A client that has sent all it will send still gets its answers.
const server = createServer({ allowHalfOpen: true }, (socket) => gateway.accept(socket));
let departure = setTimeout(() => void stop("nobody connected"), LIFETIMES.untilFirstConnection);
let stopping = false;

process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
server.on("error", (error) => fail("cannot listen", error));
// Holding the lock, a socket that is there was left by a killed process.
if (process.platform !== "win32") {
  makePrivateFolder(path.dirname(paths.socket));
  rmSync(paths.socket, { force: true });
}
server.listen(paths.socket, () => {
  if (process.platform !== "win32") chmodSync(paths.socket, 0o600);
  log(`serves ${paths.folder} after ${Math.round(performance.now() - began)} ms`);
});
setInterval(() => void gateway.maintain(), LIFETIMES.betweenMaintenance).unref();

function onCount(open: number): void {
  clearTimeout(departure);
  if (open === 0 && !stopping) departure = setTimeout(() => void stop("nobody is connected"), LIFETIMES.afterLastConnection);
}

async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log(`ends: ${reason}`);
  clearTimeout(departure);
  setTimeout(() => fail("did not end in time"), LIFETIMES.shutdown).unref();
  // Removes the socket's file too.
  server.close();
  await gateway.close();
  await backend.close();
  rmSync(paths.pid, { force: true });
  // Held until here, also against the garbage collector.
  lock?.release();
  process.exit(0);
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} [${process.pid}] ${line}\n`);
}

function fail(reason: string, cause?: unknown): never {
  log(`failed: ${reason}${cause === undefined ? "" : `: ${cause instanceof Error ? cause.stack : String(cause)}`}`);
  process.exit(1);
}
