/** `npm start`: from a fresh clone to a running server. */
import { fileURLToPath } from "node:url";
import { ensureNode } from "./support/node.mjs";
import { exitWith } from "./support/signals.mjs";

const started = performance.now();
await ensureNode(fileURLToPath(import.meta.url));
const { ensureBuilt } = await import("./support/build.mjs");
const { ensureConfiguration } = await import("./support/configuration.mjs");
const { ensureInstalled } = await import("./support/install.mjs");
const { requirePort, serve } = await import("./support/server-process.mjs");

ensureConfiguration();
const port = await requirePort();
await ensureInstalled();
const build = await ensureBuilt(process.env);
if (build.code !== 0) exitWith(build.output.trim(), "", "The build failed (see above).");
await serve({ port, mode: "production", started });
