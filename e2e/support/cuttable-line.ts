import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A line to a server that a journey can cut, without the browser's network being gone. */
export type CuttableLine = {
  /** Where the server is reached through the line. */
  url: string;
  /** Breaks every connection and accepts no new one. */
  cut(): void;
  /** Accepts connections again. */
  mend(): void;
  close(): Promise<void>;
};

export async function lineTo(target: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket);
      // Either side's end or error ends the other.
      socket.once("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.on("error", () => undefined);
      socket.pipe(other);
    }
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const drop = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    // A server that listens on a port has an address with a port.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    async close() {
      drop();
      server.close();
      await once(server, "close");
    },
  };
}
