/**
 * Lets plain Node run the project's TypeScript: `node --conditions=react-server --import ./scripts/alias.ts file.ts`.
 * It resolves `@/…` and paths without an extension as the bundler does.
 */
import { existsSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);
const endings = ["", ".ts", ".tsx", "/index.ts", ".mjs", ".js", ".json"];

registerHooks({
  resolve(specifier, context, nextResolve) {
    const path = sourcePath(specifier, context.parentURL);
    const found = path && endings.map((ending) => path + ending).find(isFile);
    if (found) {
      const resolved = nextResolve(pathToFileURL(found).href, context);
      // Node wants JSON to be asked for by name; bundlers don't.
      return found.endsWith(".json") ? { ...resolved, importAttributes: { type: "json" } } : resolved;
    }
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      // Packages without an "exports" map (next/headers) need their files' ending outside a bundler.
      if (path || !specifier.includes("/") || specifier.endsWith(".js")) throw error;
      return nextResolve(`${specifier}.js`, context);
    }
  },
});

/** The absolute path that a specifier of our own means, without ending; undefined for packages. */
function sourcePath(specifier: string, parentUrl: string | undefined): string | undefined {
  if (specifier.startsWith("@/")) return fileURLToPath(new URL(specifier.slice(2), root));
  const ours = parentUrl?.startsWith(root.href) && !parentUrl.includes("/node_modules/");
  return ours && /^\.\.?\//.test(specifier) ? fileURLToPath(new URL(specifier, parentUrl)) : undefined;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
