import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npmCli, root } from "./node.mjs";
import { exitWith } from "./signals.mjs";
import { runTask } from "./task.mjs";

/** Installs what the lock file says, unless exactly that is installed already. */
export async function ensureInstalled() {
  const lock = join(root, "package-lock.json");
  // npm writes this one last, so an interrupted installation has none.
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && isInstalled(readPackages(lock), readPackages(installed))) return;
  const npm = npmCli();
  if (!npm) exitWith("npm was not found. It comes with Node: https://nodejs.org");
  // The compiler and the test tools are development packages; NODE_ENV=production must not leave them out.
  const args = [npm, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = await runTask(process.execPath, args, { label: "Installing packages" });
  if (done.code !== 0) {
    exitWith(done.output.trim(), "", "Installing packages failed (see above). Is the npm registry reachable, and is the disk full?");
  }
}

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Packages */

/**
 * Whether what npm recorded in node_modules is what the lock file asks for. Optional packages may be missing:
 * most are for other platforms.
 * @param {Packages} wanted `packages` of package-lock.json
 * @param {Packages} present `packages` of node_modules/.package-lock.json
 */
export function isInstalled(wanted, present) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = present[path];
    if (found ? found.version !== entry.version : !entry.optional && !entry.devOptional) return false;
  }
  return Object.keys(present).every((path) => path in wanted);
}

/** @param {string} file @returns {Packages} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}
