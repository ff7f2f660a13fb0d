import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { connectionLimits, serverOptions } from "./server-options";

/** Sends a request that asks for an upgrade, to a server that has a listener which ignores the socket, as Next's does. */
async function requestUpgrade(allowsUpgrades: boolean, protocol: string, path: string): Promise<{ answer: string; open: number }> {
  const server = createServer(serverOptions(allowsUpgrades), (_request, response) => response.end("plain"));
  server.on("upgrade", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A listening TCP server's address is always of this kind.
  const { port } = server.address() as AddressInfo;
  let answer = "";
  const clients = Array.from({ length: 20 }, () => {
    const client = connect(port, "127.0.0.1");
    client.on("data", (data) => (answer = String(data)));
    client.on("error", () => {});
    client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: ${protocol}\r\n\r\n`);
    return client;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const open = await new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  for (const client of clients) client.destroy();
  server.close();
  return { answer, open };
}

test.each([
  ["websocket", "/"],
  ["websocket", "/nowhere"],
  ["h2c", "/api/projects"],
  ["anything", "/_next/webpack-hmr"],
])("an upgrade to %s of %s is answered as a plain request and leaves no socket", async (protocol, path) => {
  const { answer, open } = await requestUpgrade(false, protocol, path);
  expect(answer).toContain("200 OK");
  expect(open).toBe(0);
});

test("in development upgrades reach Next", async () => {
  expect((await requestUpgrade(true, "websocket", "/")).open).toBe(20);
});

test.each([
  ["a half-sent body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf"],
  ["an unread download", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
])("%s is cut off when nothing moves", async (_what, request) => {
  const server = createServer(serverOptions(false), (incoming, response) => {
    if (incoming.method === "GET") response.end(Buffer.alloc(64_000_000));
  });
  server.setTimeout(Math.floor(connectionLimits.silence / 1000));
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A listening TCP server's address is always of this kind.
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => {}).pause();
  client.write(request);
  const open = () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  await expect.poll(open).toBe(1);
  await expect.poll(open, { timeout: 3_000 }).toBe(0);
  client.destroy();
  server.close();
});
