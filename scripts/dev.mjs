/** `npm run dev`: the same without a build; pages are compiled as they are asked for. */
import { fileURLToPath } from "node:url";
import { ensureNode } from "./support/node.mjs";

const started = performance.now();
await ensureNode(fileURLToPath(import.meta.url));
const { ensureConfiguration } = await import("./support/configuration.mjs");
const { ensureInstalled } = await import("./support/install.mjs");
const { requirePort, serve } = await import("./support/server-process.mjs");

ensureConfiguration();
const port = await requirePort();
await ensureInstalled();
await serve({ port, mode: "development", started });
