/**
 * Writes public/openapi.json from the operations; with `--check` it says instead whether that file is up to date.
 * Run by `npm run openapi`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { renderOpenApi } from "@/lib/http/openapi";
import { loadRouteModules } from "./support/route-modules.ts";

const file = new URL("../public/openapi.json", import.meta.url);
// A route serves this file, and its module can't be loaded without it.
if (!existsSync(file)) writeFileSync(file, "{}\n");
const present = readFileSync(file, "utf8");
const wanted = renderOpenApi(await loadRouteModules());
if (process.argv.includes("--check")) {
  if (present !== wanted) {
    console.error("public/openapi.json is not what the operations say. Run: npm run openapi");
    process.exitCode = 1;
  }
} else if (present !== wanted) {
  writeFileSync(file, wanted);
  console.log("Wrote public/openapi.json");
}
// Imported modules may hold timers or connections open.
process.exit();
