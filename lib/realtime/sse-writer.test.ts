import { once } from "node:events";
import { createServer, get, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeToNodeResponse } from "next/dist/server/pipe-readable";
import { expect, test } from "vitest";
import { SseWriter } from "./sse-writer";

type Pipe = (body: ReadableStream<Uint8Array>, response: ServerResponse) => void;
/** What Next does with a route's response. */
const asNext: Pipe = (body, response) => void pipeToNodeResponse(body, response);

/** A server that answers with a writer's stream, and a client that reads it. */
async function connect(pipe: Pipe) {
  const told: string[] = [];
  const made = Promise.withResolvers<{ writer: SseWriter; response: ServerResponse }>();
  const server = createServer((_request, response) => {
    const writer = new SseWriter(() => void told.push("cancelled"), () => void told.push("slow"), response);
    made.resolve({ writer, response });
    for (let i = 1; i <= 3; i++) writer.send("early", i);
    const { body, headers } = writer.response();
    response.setHeaders(headers);
    if (body) pipe(body, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens on a port, so its address has one.
  const request = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });
  const [incoming] = (await once(request, "response")) as [Readable];
  let text = "";
  let ended = false;
  incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
  incoming.on("end", () => (ended = true)).on("error", () => {});
  return { ...(await made.promise), told, incoming, request, text: () => text, isEnded: () => ended, close: () => server.close().closeAllConnections() };
}
const events = (name: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `event: ${name}\ndata: ${from + i}\n\n`).join("");

test.each<[string, Pipe]>([
  ["Next", asNext],
  ["something that reads ahead", (body, response) => void Readable.fromWeb(body as never).pipe(response)],
])("everything arrives once and in order, through %s", async (_name, pipe) => {
  const { writer, text, isEnded, close } = await connect(pipe);
  writer.send("later", 1);
  await expect.poll(text).toBe(events("early", 1, 3) + events("later", 1, 1));
  for (let i = 2; i <= 200; i++) writer.send("later", i);
  await expect.poll(text).toBe(events("early", 1, 3) + events("later", 1, 200));
  writer.send("later", 201);
  writer.close();
  writer.send("later", 202);
  await expect.poll(isEnded).toBe(true);
  expect(text()).toBe(events("early", 1, 3) + events("later", 1, 201));
  close();
});

test("what is written and closed at once arrives whole", async () => {
  const { writer, text, isEnded, close } = await connect(asNext);
  writer.close();
  await expect.poll(isEnded).toBe(true);
  expect(text()).toBe(events("early", 1, 3));
  close();
});

test("a client that reads isn't stuck", async () => {
  const { writer, text, close } = await connect(asNext);
  for (const number of [1, 2, 3]) {
    writer.send("later", number);
    await expect.poll(text).toBe(events("early", 1, 3) + events("later", 1, number));
    expect(writer.isStuck()).toBe(false);
  }
  writer.close();
  close();
});

test("a client that leaves is noticed, and writing to it does no harm", async () => {
  const { writer, told, text, request, close } = await connect(asNext);
  await expect.poll(text).toBe(events("early", 1, 3));
  request.destroy();
  await expect
    .poll(() => {
      writer.send("later", 1);
      return told;
    })
    .toEqual(["cancelled"]);
  writer.close();
  close();
});

test("a client that doesn't read is told of once, before it costs much memory", async () => {
  const { writer, told, text, incoming, response, close } = await connect(asNext);
  await expect.poll(text).toBe(events("early", 1, 3));
  incoming.pause();
  const megabyte = `event: big\ndata: ${"x".repeat(1_000_000)}\n\n`;
  for (let i = 0; i < 40 && told.length === 0; i++) {
    writer.write(megabyte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  writer.write(megabyte);
  expect(told).toEqual(["slow"]);
  expect(response.writableLength).toBeLessThan(20_000_000);
  expect([writer.isStuck(), writer.isStuck()]).toEqual([false, true]);
  writer.close();
  // What it left unread is let go of.
  await expect.poll(() => response.destroyed).toBe(true);
  expect(response.writableLength).toBe(0);
  close();
});
