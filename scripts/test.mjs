/**
 * `npm test`: installs, then runs every stage of the tests and closes with one line, `N passed, N failed`.
 *   --only check,unit     only these stages (check, unit, integration, build, e2e)
 *   --grep @shared        end-to-end tests with this in their title or tags; those tagged @shared run only when asked for
 *   anything else         which test files to run
 */
import { fileURLToPath } from "node:url";
import { ensureNode } from "./support/node.mjs";
import { exitWith } from "./support/signals.mjs";

const started = performance.now();
await ensureNode(fileURLToPath(import.meta.url));
const { ensureInstalled } = await import("./support/install.mjs");
const { parseTestArguments, runStages } = await import("./support/stages.mjs");
const { duration } = await import("./support/task.mjs");

const wanted = parseTestArguments(process.argv.slice(2));
if ("problem" in wanted) exitWith(wanted.problem);
await ensureInstalled();
const { passed, failed } = await runStages(wanted);
console.log(`\nAfter ${duration((performance.now() - started) / 1000)}:`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
