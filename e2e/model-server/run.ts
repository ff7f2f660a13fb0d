import { parseArgs } from "node:util";
import { startModelServer } from "./model-server.ts";
import { parseSettings } from "./settings.ts";

/*
 * The model server as a process of its own:
 *   node e2e/model-server/run.ts --port 4010 --settings '{"firstTokenMs": 200, "tokenMs": 20}'
 * It says on standard output where it listens, and ends on SIGINT or SIGTERM.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    host: { type: "string", default: "127.0.0.1" },
    settings: { type: "string", default: "{}" },
  },
});

const server = await startModelServer({ ...parseSettings(JSON.parse(values.settings)), port: Number(values.port), host: values.host });
console.log(`The model server listens at ${server.baseUrl}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void server.close();
  });
}
