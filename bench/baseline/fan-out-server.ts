/** The least there can be: a Node server that writes an event to all its streams. Run by plain Node. */
import http, { type ServerResponse } from "node:http";

const port = Number(process.argv[process.argv.indexOf("--port") + 1]);
const streams = new Set<ServerResponse>();
const padding = "x".repeat(200);

http
  .createServer((request, response) => {
    if (request.url === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
      response.write("event: ready\ndata: {}\n\n");
      streams.add(response);
      response.on("close", () => streams.delete(response));
    } else if (request.url === "/publish") {
      const text = `event: event\ndata: ${JSON.stringify({ at: performance.timeOrigin + performance.now(), padding })}\n\n`;
      for (const stream of streams) stream.write(text);
      response.writeHead(204).end();
    } else response.writeHead(404).end();
  })
  .listen(port, "127.0.0.1");

process.on("SIGTERM", () => process.exit(0));
