import "server-only";

/** A client that is this many bytes behind is cut off; it comes back with its cursor and misses nothing. */
const mostBufferedBytes = 4_000_000;

const encoder = new TextEncoder();

/** Writes server-sent events into a response. */
export class SseWriter {
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private readonly stream: ReadableStream<Uint8Array>;
  private readonly onSlow: () => void;
  private cutting = false;

  constructor(onCancel: () => void, onSlow: () => void) {
    this.onSlow = onSlow;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        cancel: () => {
          this.controller = null;
          onCancel();
        },
      },
      { highWaterMark: mostBufferedBytes, size: (chunk) => chunk?.byteLength ?? 0 },
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
    this.controller.enqueue(encoder.encode(text));
    if ((this.controller.desiredSize ?? 0) < 0 && !this.cutting) {
      this.cutting = true;
      this.onSlow();
    }
  }

  close(): void {
    this.controller?.close();
    this.controller = null;
  }
}
