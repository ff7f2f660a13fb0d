import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { connectionLimits, serverOptions } from "./server-options";

const clientCount = 20;

/** A server with a listener that ignores the sockets of upgrades, as Next's does, and clients that each ask for one. */
async function requestUpgrades(allowsUpgrades: boolean, protocol: string, path: string) {
  const server = createServer(serverOptions(allowsUpgrades), (_request, response) => response.end("plain"));
  let upgrades = 0;
  server.on("upgrade", () => (upgrades += 1));
  const port = await listen(server);
  const answers: string[] = [];
  const clients = Array.from({ length: clientCount }, () => {
    const client = connect(port, "127.0.0.1");
    client.on("data", (data) => answers.push(String(data)));
    client.on("error", () => {});
    client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: ${protocol}\r\n\r\n`);
    return client;
  });
  const end = () => {
    for (const client of clients) client.destroy();
    server.close();
  };
  return { answers, upgrades: () => upgrades, open: () => countOpen(server), end };
}

/** @returns the port */
async function listen(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A listening TCP server's address is always of this kind.
  return (server.address() as AddressInfo).port;
}

const countOpen = (server: Server) => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

test.each([
  ["websocket", "/"],
  ["websocket", "/nowhere"],
  ["h2c", "/api/projects"],
  ["anything", "/_next/webpack-hmr"],
])("an upgrade to %s of %s is answered as a plain request and leaves no socket", async (protocol, path) => {
  const { answers, upgrades, open, end } = await requestUpgrades(false, protocol, path);
  await expect.poll(() => answers.filter((answer) => answer.includes("200 OK")).length).toBe(clientCount);
  await expect.poll(open).toBe(0);
  expect(upgrades()).toBe(0);
  end();
});

test("in development upgrades reach Next", async () => {
  const { upgrades, open, end } = await requestUpgrades(true, "websocket", "/");
  await expect.poll(upgrades).toBe(clientCount);
  expect(await open()).toBe(clientCount);
  end();
});

test.each([
  ["a half-sent body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf"],
  ["an unread download", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
])("%s is cut off when nothing moves", async (_what, request) => {
  const server = createServer(serverOptions(false), (incoming, response) => {
    if (incoming.method === "GET") response.end(Buffer.alloc(64_000_000));
  });
  server.setTimeout(Math.floor(connectionLimits.silence / 1000));
  const connected = once(server, "connection");
  const client = connect(await listen(server), "127.0.0.1").on("error", () => {}).pause();
  client.write(request);
  await connected;
  await expect.poll(() => countOpen(server)).toBe(0);
  client.destroy();
  server.close();
});
