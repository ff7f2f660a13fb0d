import { spawn } from "node:child_process";
import { root } from "./node.mjs";
import { onStopSignal, signalTree, stopChild } from "./signals.mjs";

/** Milliseconds that a command has for leaving; five seconds are promised for everything. */
const patience = 4300;

/** @typedef {{ code: number, output: string, seconds: number }} TaskResult */

/**
 * Runs a command to its end without showing what it prints: a line says what is going on, the caller shows the output
 * if it failed. A stop signal ends the command with everything it started, and then this process.
 * @param {string} file program to run
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.label] what is being done, for the progress line; without it nothing is printed
 * @param {NodeJS.ProcessEnv} [options.env] whole environment, this process's by default
 * @param {NodeJS.Signals} [options.stopSignal] what asks it to leave, SIGTERM by default
 * @param {boolean} [options.show] shows the output as it comes
 * @param {number} [options.limit] milliseconds after which it is ended and counts as failed
 * @returns {Promise<TaskResult>}
 */
export async function runTask(file, args, options = {}) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  // A process group of its own lets one signal end the workers of npm, Next and vitest as well.
  const child = spawn(file, args, {
    cwd: root,
    env: options.env ?? process.env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  /** @param {NodeJS.WritableStream} target @returns {(chunk: string) => void} */
  const take = (target) => (chunk) => {
    output += chunk;
    if (options.show) target.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", take(process.stdout));
  child.stderr.setEncoding("utf8").on("data", take(process.stderr));
  const progress = options.label ? showProgress(options.label, seconds) : undefined;
  const letGo = onStopSignal((signal, again) => {
    if (again) signalTree(child, "SIGKILL");
    else void stopChild(child, patience, options.stopSignal).then(() => process.exit(signal === "SIGINT" ? 130 : 143));
  });
  const limit = options.limit === undefined ? undefined : setTimeout(() => {
    output += `\nended after ${options.limit} ms\n`;
    void stopChild(child, patience, options.stopSignal);
  }, options.limit);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.once("close", (status) => resolve(status ?? 1));
  });
  clearTimeout(limit);
  letGo();
  progress?.(code === 0);
  return { code, output, seconds: seconds() };
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * One line per task: rewritten on a terminal, otherwise printed at the start and at the end.
 * @param {string} label
 * @param {() => number} seconds
 * @returns {(succeeded: boolean) => void}
 */
function showProgress(label, seconds) {
  const terminal = process.stdout.isTTY;
  if (!terminal) console.log(`${label} …`);
  const draw = () => process.stdout.write(`\r${label} … ${duration(Math.floor(seconds()))} `);
  if (terminal) draw();
  const timer = terminal ? setInterval(draw, 1000) : undefined;
  return (succeeded) => {
    clearInterval(timer);
    console.log(`${terminal ? "\r\u001b[K" : ""}${label}: ${succeeded ? "done" : "failed"} after ${duration(seconds())}`);
  };
}
