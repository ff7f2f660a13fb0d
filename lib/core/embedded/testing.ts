import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, vi } from "vitest";
import { cstring, int32 } from "./protocol.ts";

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
  const until = (text: string) => vi.waitFor(() => expect(received).toContain(text), { timeout: 10_000, interval: 5 });
  await until("Z\0\0\0\u0005I");
  return { socket, closed, received: () => received, until };
}
