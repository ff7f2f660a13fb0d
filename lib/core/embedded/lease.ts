import { connect, type Socket } from "node:net";
import path from "node:path";
import { cstring, int32, query } from "./protocol.ts";
import { isOwnFolder } from "./paths.ts";

/** A connection that keeps the database running as long as this process does. */
export type Lease = {
  /** Gives the connection up; resolves when it is closed. */
  close(): Promise<void>;
  /** Resolves when the connection ended, with whether the database said that it was told to stop. */
  ended: Promise<"told" | "unexpected">;
};

const PROTOCOL_3_0 = 196_608;
/** ADMIN SHUTDOWN */
const TOLD_TO_STOP = Buffer.from("C57P01\0");

/**
 * Connects to a database that is running and has it answer a query; undefined when there is none, or when it is just
 * leaving. The connection doesn't keep this process running.
 */
export async function tryLease(socketPath: string): Promise<Lease | undefined> {
  if (process.platform !== "win32" && !isOwnFolder(path.dirname(socketPath))) return undefined;
  const socket = connect(socketPath);
  const ended = watchEnd(socket);
  if (!(await answers(socket))) {
    socket.destroy();
    return undefined;
  }
  socket.unref();
  return {
    ended,
    close: async () => {
      socket.ref();
      // Terminate
      socket.end(Buffer.from([0x58, 0, 0, 0, 4]));
      await ended;
    },
  };
}

/** Both the greeting and the query end in ReadyForQuery. */
function answers(socket: Socket): Promise<boolean> {
  const startup = Buffer.concat([int32(PROTOCOL_3_0), cstring("user"), cstring("postgres"), cstring("")]);
  const expected = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  socket.write(Buffer.concat([int32(startup.length + 4), startup, query("select 1")]));
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const first = received.indexOf(expected);
      if (first === -1 || received.indexOf(expected, first + expected.length) === -1) return;
      socket.off("data", read);
      resolve(true);
    };
    socket.on("data", read);
    socket.once("close", () => resolve(false));
  });
}

function watchEnd(socket: Socket): Promise<"told" | "unexpected"> {
  let told = false;
  // Reading also keeps notices from piling up.
  socket.on("data", (chunk: Buffer) => {
    if (chunk.includes(TOLD_TO_STOP)) told = true;
  });
  // A close follows, and is what counts.
  socket.on("error", () => undefined);
  return new Promise((resolve) => socket.once("close", () => resolve(told ? "told" : "unexpected")));
}
