/**
 * Writes public/openapi.json from the operations; with `--check` it says instead whether that file is up to date.
 * Run by `npm run openapi`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { renderOpenApi } from "@/lib/http/openapi";

const file = new URL("../public/openapi.json", import.meta.url);
const wanted = renderOpenApi();
const present = existsSync(file) ? readFileSync(file, "utf8") : "";
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
