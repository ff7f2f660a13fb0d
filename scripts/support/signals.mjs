import { setTimeout as wait } from "node:timers/promises";

/**
 * One Ctrl-C reaches a process up to four times: from the terminal, from npm, and from each script in between.
 * What comes within this time of the first (milliseconds) is the same wish; what comes later is impatience.
 */
const sameWishWithin = 700;

/** @typedef {"SIGINT" | "SIGTERM" | "SIGHUP"} StopSignal */

/**
 * Calls `stop` for the first signal that asks the process to leave, and again, with `again` true, for a later one.
 * @param {(signal: StopSignal, again: boolean) => void} stop
 * @returns {() => void} takes the handlers away
 */
export function onStopSignal(stop) {
  /** @type {number | undefined} */
  let first;
  /** @param {StopSignal} signal */
  const handle = (signal) => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      stop(signal, false);
    } else if (now - first > sameWishWithin) {
      stop(signal, true);
    }
  };
  /** @type {StopSignal[]} */
  // Without a terminal SIGHUP may be ignored on purpose (nohup); a handler would undo that.
  const signals = process.stdout.isTTY ? ["SIGINT", "SIGTERM", "SIGHUP"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}

/**
 * Says what is wrong and ends the process with code 1.
 * @param {...string} lines
 * @returns {never}
 */
export function exitWith(...lines) {
  console.error(`\n${lines.join("\n")}`);
  process.exit(1);
}

/**
 * Asks a child process to leave and kills it when it doesn't in time.
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} patience milliseconds until SIGKILL
 * @param {NodeJS.Signals} [signal]
 */
export async function stopChild(child, patience, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signalTree(child, signal);
  const timer = new AbortController();
  await Promise.race([gone, wait(patience, undefined, { signal: timer.signal }).then(() => signalTree(child, "SIGKILL"), () => {})]);
  timer.abort();
  await gone;
}

/**
 * Signals a child and, where it leads a process group of its own, everything it started.
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function signalTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    // It leads no group, or has gone since.
    child.kill(signal);
  }
}
