import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every API route's module, by the path of its file from the project's root. */
export async function loadRouteModules(): Promise<Record<string, Record<string, unknown>>> {
  const files = globSync("app/api/**/route.ts", { cwd: root }).toSorted();
  // A module's namespace is an object of its exports.
  const modules = files.map(async (file) => [file, (await import(pathToFileURL(path.join(root, file)).href)) as Record<string, unknown>] as const);
  return Object.fromEntries(await Promise.all(modules));
}
