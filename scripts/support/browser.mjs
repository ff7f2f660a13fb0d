import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { exitWith } from "./signals.mjs";
import { runTask } from "./task.mjs";

/** Time for Playwright's download and for Debian's package, in milliseconds. */
const downloadLimit = 5 * 60_000;

/** @typedef {{ executablePath?: string }} Browser without a path it is Playwright's own download */

/**
 * A Chromium for the end-to-end tests, installed if need be. Ends the process with a clear word when there is none to
 * be had.
 * @returns {Promise<Browser>}
 */
export async function requireBrowser() {
  const found = findBrowser();
  if (found) return found;
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  const download = await runTask(process.execPath, [cli, "install", "chromium"], {
    label: "No Chrome or Chromium found; fetching Playwright's",
    limit: downloadLimit,
  });
  if (download.code === 0 && hasPlaywrightDownload()) return {};
  let reason = download.output;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const script = "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium";
    const install = await runTask("/bin/sh", ["-c", script], { label: "Installing Debian's chromium", limit: downloadLimit });
    const installed = installedBrowser();
    if (install.code === 0 && installed) return { executablePath: installed };
    reason = install.output;
  }
  exitWith(
    reason.trim(),
    "",
    "The end-to-end tests need Chrome or Chromium, and none could be found or fetched (see above).",
    "Install one, or name it: CHROMIUM_PATH=/path/to/chromium npm test",
  );
}

/** A browser that is on this machine already. @returns {Browser | undefined} */
export function findBrowser() {
  const path = installedBrowser();
  if (path) return { executablePath: path };
  return hasPlaywrightDownload() ? {} : undefined;
}

/**
 * The usual places of Chrome, Chromium and Edge, most wanted first.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function usualPlaces(platform, env) {
  const named = [env.CHROMIUM_PATH, env.CHROME_PATH].filter((path) => path !== undefined && path !== "");
  return /** @type {string[]} */ ([...named, ...systemPlaces(platform, env)]);
}

/** @param {NodeJS.Platform} platform @param {NodeJS.ProcessEnv} env */
function systemPlaces(platform, env) {
  if (platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) => `${name}.app/Contents/MacOS/${name}`);
    return ["/Applications", `${env.HOME ?? ""}/Applications`].flatMap((folder) => apps.map((app) => `${folder}/${app}`));
  }
  if (platform === "win32") {
    const folders = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter((folder) => folder !== undefined);
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];
    return programs.flatMap((program) => folders.map((folder) => `${folder}\\${program}`));
  }
  const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"];
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
  return names.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

function installedBrowser() {
  return usualPlaces(process.platform, process.env).find((path) => existsSync(path) && runs(path));
}

/** Ubuntu's chromium-browser may be a script that only says how to install it. @param {string} path */
function runs(path) {
  // Windows' browsers open a window instead of printing their version.
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

function hasPlaywrightDownload() {
  try {
    /** @type {typeof import("@playwright/test")} */
    const { chromium } = createRequire(import.meta.url)("@playwright/test");
    return existsSync(chromium.executablePath());
  } catch {
    // Playwright has no build for this platform.
    return false;
  }
}
