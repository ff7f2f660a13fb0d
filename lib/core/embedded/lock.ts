import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A lock that its process holds until it releases it or ends, however it ends. */
type FileLock = { release(): void };

const POLL_MS = 50;

/**
 * Takes the lock of a file, or gives undefined while another process, or another holder in this one, has it.
 *
 * Two processes on one data folder lose data, so the lock must be free of races and must not outlive a killed holder.
 * A file with a process number in it is neither: numbers are used again, and taking over a stale file is a race. So
 * the operating system holds the lock: SQLite, which is part of Node, locks the (empty) file by fcntl or LockFileEx,
 * and the kernel drops that with the process. It also holds between containers that share a volume.
 */
export function tryFileLock(file: string): FileLock | undefined {
  mkdirSync(path.dirname(file), { recursive: true });
  // Asked for by name at run time, because bundlers don't know this module.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // The file is never written to, so it needs no journal beside it.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw new Error(`${file} cannot be locked`, { cause: error });
  }
  return { release: () => database.close() };
}

/**
 * Runs `run` while holding the lock of a file, after waiting for it up to `deadline` milliseconds (two minutes unless
 * said otherwise). For what one process at a time may do, such as migrations: the embedded database has a single
 * backend, to which an advisory lock taken twice is merely taken again, so advisory locks exclude no one there.
 * Throws when the lock stays taken.
 */
export async function withFileLock<T>(file: string, run: () => Promise<T>, deadline = 120_000): Promise<T> {
  const end = Date.now() + deadline;
  let lock = tryFileLock(file);
  while (!lock) {
    if (Date.now() > end) throw new Error(`${file} is locked by another process for more than ${deadline / 1000} s`);
    await delay(POLL_MS);
    lock = tryFileLock(file);
  }
  try {
    return await run();
  } finally {
    lock.release();
  }
}

/** SQLITE_BUSY */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}
