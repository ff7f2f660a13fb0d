/**
 * Runs one file of the project with Node 24, the installed packages and the configuration:
 * `node scripts/run.mjs drizzle/seed/run.ts demo`. TypeScript is run as it stands, with the alias `@/`.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureNode } from "./support/node.mjs";
import { exitWith, onStopSignal } from "./support/signals.mjs";

await ensureNode(fileURLToPath(import.meta.url));
const { ensureConfiguration } = await import("./support/configuration.mjs");
const { ensureInstalled } = await import("./support/install.mjs");

const [file, ...args] = process.argv.slice(2);
if (!file) exitWith("Which file? For example: node scripts/run.mjs drizzle/seed/run.ts demo");
ensureConfiguration();
await ensureInstalled();
// The condition makes `server-only` an empty module, as in Next's server bundles.
const flags = file.endsWith(".ts") ? ["--conditions=react-server", "--import", "./scripts/alias.ts"] : [];
const child = spawn(process.execPath, [...flags, file, ...args], { stdio: "inherit" });
onStopSignal((signal, again) => child.kill(again ? "SIGKILL" : signal));
child.on("exit", (code) => process.exit(code ?? 1));
