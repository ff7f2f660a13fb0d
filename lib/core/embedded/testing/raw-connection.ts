import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, vi } from "vitest";
import { cstring, int32, message } from "../protocol.ts";

/** A connection whose every byte a test decides, past its greeting. */
export type RawConnection = {
  socket: Socket;
  closed: Promise<unknown>;
  /** All that was received, a character a byte. */
  received: () => string;
  /** Resolves when `text` was received. */
  until: (text: string) => Promise<void>;
};

export async function rawConnection(socketPath: string): Promise<RawConnection> {
  const socket = connect(socketPath);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  // A close follows, and is what tests wait for.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  const startup = Buffer.concat([int32(196_608), cstring("user"), cstring("x"), cstring("")]);
  socket.write(Buffer.concat([int32(startup.length + 4), startup]));
  const until = (text: string) => vi.waitFor(() => expect(received).toContain(text), { interval: 5 });
  await until("Z\0\0\0\u0005I");
  return { socket, closed, received: () => received, until };
}

/** Bytes of any kind, or messages of a known type with bodies of any kind. */
export function garbage(random: () => number, framed: boolean): Buffer {
  const bytes = (size: number) => Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  if (!framed) return bytes(1 + Math.floor(random() * 400));
  const types = "BCDEFHPQSdcf";
  return Buffer.concat(
    Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
      message(types.charAt(Math.floor(random() * types.length)), bytes(Math.floor(random() * 40))),
    ),
  );
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
