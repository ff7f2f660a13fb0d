import "server-only";
import type { ServerResponse } from "node:http";
import { currentNodeResponse } from "@/lib/http/node-response";

/** A client that is this many bytes behind is cut off; it comes back with its cursor and misses nothing. */
const mostBufferedBytes = 4_000_000;
/** Whoever hasn't taken the end of a closed stream by then never will, and must not keep its bytes here (milliseconds). */
const lingerMs = 5_000;

const encoder = new TextEncoder();

/**
 * Writes server-sent events into a response. The response begins as any other, through Next, which sends its headers
 * and the first events. From then on what is written goes to Node's response directly: through web streams each write
 * takes twice as long (20 instead of 11 µs of processor), and one event may go to thousands.
 */
export class SseWriter {
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private readonly stream: ReadableStream<Uint8Array>;
  private readonly node: ServerResponse | null;
  private readonly onSlow: () => void;
  private way: "first" | "waiting" | "stream" | "direct";
  /** What was written while Next takes the first events. */
  private waiting = "";
  private cutting = false;
  /** Bytes that the client's system had taken when it was last asked. */
  private taken = -1;

  constructor(onCancel: () => void, onSlow: () => void, node = currentNodeResponse()) {
    this.node = node;
    this.onSlow = onSlow;
    this.way = node ? "first" : "stream";
    // The stream lasts as long as its connection, so it needs no chunks: each event is one write then, and not four.
    node?.removeHeader("transfer-encoding");
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => this.onPull(),
        cancel: () => {
          this.controller = null;
          onCancel();
        },
      },
      // Nothing is asked for ahead: whoever asks for more has written what there was.
      { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  /** `no-transform`, because Next would otherwise compress the stream and hold it back. */
  response(): Response {
    return new Response(this.stream, {
      headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" },
    });
  }

  send(name: string, data: unknown, id?: string): void {
    this.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Writes whole events, which are lines of text with an empty line after each. */
  write(text: string): void {
    if (!this.controller) return;
    if (this.way === "waiting") this.waiting += text;
    else if (this.way === "direct") this.writeToNode(text);
    else this.controller.enqueue(encoder.encode(text));
    if (this.way === "first") this.way = "waiting";
    if (this.behind() > mostBufferedBytes && !this.cutting) {
      this.cutting = true;
      this.onSlow();
    }
  }

  close(): void {
    if (this.way === "waiting") this.leaveWaiting("stream");
    this.controller?.close();
    this.controller = null;
    const { node } = this;
    if (node && !node.writableFinished) setTimeout(() => node.writableFinished || node.destroy(), lingerMs).unref();
  }

  /** True when bytes wait for the client and it has taken none since this was last asked. */
  isStuck(): boolean {
    const socket = this.node?.socket;
    if (!socket) return false;
    const before = this.taken;
    this.taken = socket.bytesWritten - socket.writableLength;
    return socket.writableLength > 0 && this.taken === before;
  }

  /** Whoever reads ahead all the same (Next doesn't) asks before the headers are out: then all goes through the stream. */
  private onPull(): void {
    if (this.way === "waiting") this.leaveWaiting(this.node?.headersSent ? "direct" : "stream");
  }

  private leaveWaiting(way: "stream" | "direct"): void {
    const text = this.waiting;
    this.waiting = "";
    this.way = way;
    if (text) this.write(text);
  }

  /**
   * A connection that broke off is told by the stream's end; until then nothing may be written to it. Without chunks,
   * what follows the headers is the socket's as it is, and Node's response would only put each write off by a tick.
   */
  private writeToNode(text: string): void {
    const { node } = this;
    if (node && !node.destroyed && !node.writableEnded) (node.socket ?? node).write(text);
  }

  private behind(): number {
    if (this.way === "direct") return this.node?.writableLength ?? 0;
    return this.waiting.length - (this.controller?.desiredSize ?? 0);
  }
}
