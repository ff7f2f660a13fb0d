import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BUSY_EXIT_CODE, launch } from "./launch.ts";
import { tryLease, type Lease } from "./lease.ts";
import { tryFileLock } from "./lock.ts";
import { embeddedPaths, embeddedSocketPath, makePrivateFolder, type EmbeddedPaths } from "./paths.ts";

export { embeddedSocketPath };

/** Where to connect: postgres.js takes `path: socketPath`, psql takes `-h <socketDir>`; any user and database name will do. */
type EmbeddedAddress = { socketDir: string; socketPath: string };

/** A first start makes the database, which takes 4 to 14 s. */
const DEADLINE_MS = 60_000;
const POLL_MS = 50;
/** A database that dies again and again is not started a sixth time within a minute. */
const RESTARTS_PER_MINUTE = 5;

type Held = { lease: Promise<Lease>; restarts: number[] };

/**
 * Makes sure that the database of a data folder runs and answers: connects to one that does, or starts it. It then
 * stays as long as this process, and is started again if it is killed meanwhile. Throws when it doesn't answer within
 * a minute or can't start; the error names its log.
 */
export async function ensureEmbedded(dataDir: string): Promise<EmbeddedAddress> {
  const paths = embeddedPaths(dataDir);
  const held = holdings();
  const present = held.get(paths.folder);
  await (present?.lease ?? hold(paths, [])).catch((error: unknown) => {
    held.delete(paths.folder);
    throw error;
  });
  return { socketDir: path.dirname(paths.socket), socketPath: paths.socket };
}

/** Lets go of the database: it ends a second after the last connection closes, unless another process holds it. */
export async function releaseEmbedded(dataDir: string): Promise<void> {
  const { folder } = embeddedPaths(dataDir);
  const present = holdings().get(folder);
  holdings().delete(folder);
  await (await present?.lease)?.close();
}

function hold(paths: EmbeddedPaths, restarts: number[]): Promise<Lease> {
  const held: Held = { lease: obtain(paths), restarts };
  holdings().set(paths.folder, held);
  held.lease.then(
    async (lease) => {
      const end = await lease.ended;
      if (holdings().get(paths.folder) === held) restart(paths, held, end);
    },
    // The caller of ensureEmbedded, or of restart, reports it.
    () => undefined,
  );
  return held.lease;
}

function restart(paths: EmbeddedPaths, held: Held, end: "told" | "unexpected"): void {
  const minuteAgo = Date.now() - 60_000;
  const restarts = held.restarts.filter((time) => time > minuteAgo);
  if (end === "told" || restarts.length >= RESTARTS_PER_MINUTE) {
    holdings().delete(paths.folder);
    return;
  }
  process.emitWarning(`The embedded database ended unexpectedly and is started again; see ${paths.log}`);
  hold(paths, [...restarts, Date.now()]).catch((error: unknown) => {
    holdings().delete(paths.folder);
    process.emitWarning(error instanceof Error ? error : String(error));
  });
}

async function obtain(paths: EmbeddedPaths): Promise<Lease> {
  makePrivateFolder(paths.folder);
  const deadline = Date.now() + DEADLINE_MS;
  let child: ChildProcess | undefined;
  for (;;) {
    const lease = await tryLease(paths.socket);
    if (lease) return lease;
    if (child && hasEnded(child)) {
      if (child.exitCode !== 0 && child.exitCode !== BUSY_EXIT_CODE) {
        throw new Error(`The embedded database could not start (exit ${child.exitCode ?? child.signalCode}); see ${paths.log}`);
      }
      child = undefined;
    }
    if (Date.now() > deadline) {
      throw new Error(`The embedded database did not answer within ${DEADLINE_MS / 1000} s; see ${paths.log}`);
    }
    if (!child && isFree(paths.lock)) child = launch(paths);
    await delay(POLL_MS);
  }
}

/** Otherwise another process is starting, serving or leaving, and a second one would only find the folder taken. */
function isFree(file: string): boolean {
  const lock = tryFileLock(file);
  lock?.release();
  return lock !== undefined;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

const KEY = Symbol.for("socrates.embedded");

/** On globalThis, because bundles carry copies of this module, and a process needs one lease. */
function holdings(): Map<string, Held> {
  // No type knows this key of globalThis; only this function reads or writes it.
  const store = globalThis as { [KEY]?: Map<string, Held> };
  return (store[KEY] ??= new Map<string, Held>());
}
