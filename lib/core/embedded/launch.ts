import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import type { EmbeddedPaths } from "./paths.ts";

/** EX_TEMPFAIL: another process has the data folder. */
export const BUSY_EXIT_CODE = 75;

/** Its log begins anew past this, and the former one is kept beside it. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/**
 * The backend is recursive C in WebAssembly and uses JavaScript's stack, whose default (984 kB) overflows where
 * PostgreSQL would give an error. In kB; the main thread has 8,192 on Linux and macOS, and 1,024 on Windows.
 */
const STACK_KB = process.platform === "win32" ? 984 : 3_600;

/** What the database needs of the environment; the app's secrets are not among it. */
const ENVIRONMENT = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "USERPROFILE"];

/**
 * Starts the database's process, in a process group of its own, so that Ctrl-C in a terminal doesn't end it under the
 * app that still finishes its work.
 */
export function launch(paths: EmbeddedPaths): ChildProcess {
  mkdirSync(path.dirname(paths.log), { recursive: true });
  const log = openLog(paths.log);
  // Found from the folder the app runs in: bundled, this module doesn't know where it came from.
  const program = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "core", "embedded", "server.ts");
  try {
    const child = spawn(process.execPath, [`--stack-size=${STACK_KB}`, program, paths.folder], {
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
      env: environment(),
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Handed on as it is, not read as configuration. */
function environment(): NodeJS.ProcessEnv {
  const handedOn: NodeJS.ProcessEnv = { NODE_ENV: "production" };
  for (const name of ENVIRONMENT) {
    const value = process.env[name];
    if (value !== undefined) handedOn[name] = value;
  }
  return handedOn;
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
