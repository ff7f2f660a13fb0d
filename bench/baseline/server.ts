/** Serves the bare Next application in one process, so that it ends with it. Run by plain Node. */
import { createServer } from "node:http";
import next from "next";

const port = Number(process.argv[process.argv.indexOf("--port") + 1]);
const app = next({ dev: false, dir: import.meta.dirname, port, hostname: "127.0.0.1" });
await app.prepare();
const handle = app.getRequestHandler();
createServer((request, response) => void handle(request, response)).listen(port, "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
