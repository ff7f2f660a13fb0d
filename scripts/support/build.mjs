import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node.mjs";
import { runTask } from "./task.mjs";

/** What `next build` reads: these folders, and the settings beside them. */
const sourceFolders = ["app", "components", "drizzle", "i18n", "lib", "messages", "public"];
const sourceFiles = /^(next\.config|postcss\.config|proxy|instrumentation(-client)?|mdx-components)\.[cm]?[jt]sx?$|^(package|package-lock|tsconfig)\.json$/;
const ignored = /\.test\.tsx?$|(^|[\\/])\.DS_Store$/;

/**
 * Builds for production, unless the last build was made of the same sources.
 * @param {NodeJS.ProcessEnv} env environment of the build
 * @returns {Promise<{ built: boolean, code: number, output: string }>}
 */
export async function ensureBuilt(env) {
  const stamp = join(root, ".next", "socrates-build");
  const wanted = sourceHash(root, env);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { built: false, code: 0, output: "" };
  // Without its stamp an interrupted build is made again.
  rmSync(stamp, { force: true });
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const done = await runTask(process.execPath, [next, "build"], {
    label: "Building for production",
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (done.code === 0) writeFileSync(stamp, wanted);
  return { built: true, code: done.code, output: done.output };
}

/**
 * One hash over everything a build depends on: the contents of the sources, Node's major version, and the variables
 * that a build writes into the browser's code.
 * @param {string} folder root of the project
 * @param {NodeJS.ProcessEnv} env
 */
export function sourceHash(folder, env) {
  const hash = createHash("sha256").update(`node ${process.versions.node.split(".")[0]}\n`);
  for (const name of Object.keys(env).filter((key) => key.startsWith("NEXT_PUBLIC_")).sort()) {
    hash.update(`${name}=${env[name]}\n`);
  }
  const files = readdirSync(folder).filter((name) => sourceFiles.test(name));
  for (const name of sourceFolders) {
    if (!existsSync(join(folder, name))) continue;
    const entries = readdirSync(join(folder, name), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      // Node 20 names the folder `path`, newer ones `parentPath`; this runs on the newer one only.
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(folder.length + 1));
    }
  }
  for (const file of files.filter((name) => !ignored.test(name)).sort()) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file.replaceAll("\\", "/")} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}
