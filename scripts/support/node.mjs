/**
 * The product needs Node 24; many machines have an older one. Everything in this file runs on Node 20, needs no
 * package, and ends with the calling script running again on Node 24.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exitWith, onStopSignal } from "./signals.mjs";

/** The folder of the clone. Scripts work in it, from wherever they were called. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

const requiredMajor = 24;
/** Which npm package carries Node for a platform: it holds `bin/node` itself and has no install script. */
const packagedPlatforms = new Set([
  "linux-x64", "linux-arm64", "linux-armv7l", "linux-ppc64le", "linux-s390x",
  "darwin-x64", "darwin-arm64", "win-x64", "win-x86", "win-arm64",
]);

/**
 * Returns when the running Node is new enough. Otherwise runs the calling script again on Node 24, fetched into
 * `./.runtime` if it isn't there, hands over its exit code and never returns.
 * @param {string} script absolute path of the calling script
 */
export async function ensureNode(script) {
  process.chdir(root);
  if (majorOf(process.version) >= requiredMajor) {
    preferOwnNode(process.execPath);
    leaveWithParent();
    return;
  }
  const node = installedRuntime() ?? fetchRuntime();
  preferOwnNode(node);
  const child = spawn(node, [...process.execArgv, script, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  onStopSignal((signal, again) => child.kill(again ? "SIGKILL" : signal));
  leaveWithParent();
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  await new Promise(() => {});
}

/**
 * The npm package of Node for a platform, or the reason why there is none.
 * @param {{ platform: string, arch: string, musl: boolean, armVersion?: string | undefined }} machine
 * @returns {{ name: string } | { problem: string }}
 */
export function runtimePackage({ platform, arch, musl, armVersion }) {
  if (musl) return { problem: "this Linux uses musl (such as Alpine), for which npm carries no Node" };
  const system = platform === "win32" ? "win" : platform;
  const processor = arch === "arm" ? `armv${armVersion ?? "7"}l` : arch === "ia32" ? "x86" : arch === "ppc64" ? "ppc64le" : arch;
  const key = `${system}-${processor}`;
  if (!packagedPlatforms.has(key)) return { problem: `npm carries no Node for ${platform} on ${arch}` };
  return { name: `node-${key}` };
}

/** @param {string} version such as `v24.1.0` or `24.1.0` */
export function majorOf(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10);
}

/**
 * The file to run npm with (`node npm-cli.js …`), so that npm itself and its children use the same Node as this script.
 * @returns {string | undefined}
 */
export function npmCli() {
  const given = process.env.npm_execpath;
  if (given && /npm-cli\.[cm]?js$/.test(given) && existsSync(given)) return given;
  const besideNode = dirname(realpathSync(process.execPath));
  const folders = [join(besideNode, "..", "lib"), besideNode];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    const command = join(folder, "npm");
    if (existsSync(command)) {
      const file = realpathSync(command);
      if (/npm-cli\.[cm]?js$/.test(file)) return file;
      folders.push(folder, join(folder, "..", "lib"));
    }
  }
  return folders.map((folder) => join(folder, "node_modules", "npm", "bin", "npm-cli.js")).find((file) => existsSync(file));
}

function machine() {
  const header = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {}).header;
  // `config.variables` is typed per Node version; arm_version stands there on ARM builds only.
  const variables = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (process.config.variables));
  return {
    platform: process.platform,
    arch: process.arch,
    musl: process.platform === "linux" && header !== undefined && !header.glibcVersionRuntime,
    armVersion: typeof variables.arm_version === "string" ? variables.arm_version : undefined,
  };
}

function installedRuntime() {
  const found = runtimePackage(machine());
  if (!("name" in found)) return undefined;
  const folder = join(root, ".runtime", "node_modules", found.name);
  const node = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node) || !existsSync(join(folder, "package.json"))) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return majorOf(version) >= requiredMajor ? node : undefined;
}

function fetchRuntime() {
  const have = `Socrates needs Node ${requiredMajor} or newer; this is Node ${process.version.replace(/^v/, "")}`;
  const remedy = `Install Node ${requiredMajor} from https://nodejs.org and run the command again.`;
  const found = runtimePackage(machine());
  if ("problem" in found) exitWith(`${have}, and ${found.problem}.`, remedy);
  const npm = npmCli();
  if (!npm) exitWith(`${have}, and npm, which could fetch it, was not found.`, remedy);
  console.log(`${have}.\nFetching Node ${requiredMajor} into .runtime (${found.name}, about 190 MB unpacked) …`);
  const folder = join(root, ".runtime");
  mkdirSync(folder, { recursive: true });
  const done = spawnSync(
    process.execPath,
    [npm, "install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error", `${found.name}@${requiredMajor}`],
    { cwd: folder, encoding: "utf8" },
  );
  const node = installedRuntime();
  const works = node !== undefined && spawnSync(node, ["--version"]).status === 0;
  if (done.status === 0 && node && works) return node;
  const reason = `${done.stdout ?? ""}${done.stderr ?? ""}`.trim() || "Node was fetched but does not run on this machine";
  exitWith(`${have}, and fetching a newer one failed (is the npm registry reachable?):`, reason, remedy);
}

/** Makes `node` in the PATH mean this one, so that what npm and the packages' commands start uses it too. @param {string} node */
function preferOwnNode(node) {
  const entries = (process.env.PATH ?? "").split(delimiter);
  const name = process.platform === "win32" ? "node.exe" : "node";
  const first = entries.map((entry) => join(entry, name)).find((file) => existsSync(file));
  if (first && realpathSync(first) === realpathSync(node)) return;
  process.env.PATH = [dirname(node), ...entries].join(delimiter);
}

/**
 * A killed parent can't say goodbye. The older Node holds an IPC channel to this one; npm is noticed missing by the
 * parent's id changing, which means nothing when a shell started the script in the background.
 */
function leaveWithParent() {
  const leave = () => {
    // With nothing started there is no handler and nothing to end.
    if (!process.emit("SIGTERM", "SIGTERM")) process.exit(1);
  };
  if (process.channel) {
    process.on("disconnect", leave);
    process.channel.unref();
    return;
  }
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    leave();
  }, 500).unref();
}
