import type { Socket } from "node:net";
import { MessageReader, type FrontendMessage, type StartupPacket } from "./protocol.ts";

/** A client that sent this much more than was read yet is not read from until it was. */
const READ_AHEAD_BYTES = 1024 * 1024;

/** What a client sends, message by message, in its order, the end last. */
export class Input {
  private readonly socket: Socket;
  private readonly reader = new MessageReader();
  private wake: (() => void) | undefined;
  private ended = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      if (this.ended) return;
      this.reader.push(chunk);
      if (!this.wake && this.reader.buffered > READ_AHEAD_BYTES) socket.pause();
      this.wake?.();
    });
    const end = () => {
      this.ended = true;
      this.wake?.();
    };
    socket.on("end", end);
    socket.on("close", end);
    // A close follows, and is dealt with there.
    socket.on("error", () => undefined);
  }

  nextStartup(): StartupPacket | undefined {
    return this.reader.nextStartup();
  }

  next(): FrontendMessage | undefined {
    return this.reader.next();
  }

  /** Waits until something new was received; false when nothing more can come. */
  async more(): Promise<boolean> {
    if (this.ended) return false;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.socket.resume();
    });
    this.wake = undefined;
    return !this.ended || this.reader.buffered > 0;
  }

  /** Drops what was received and not read, and takes no more. */
  stop(): void {
    this.ended = true;
    this.reader.clear();
    this.wake?.();
  }
}

/** Resolves when a socket's buffer was written out, or the socket is closed. */
export function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}
