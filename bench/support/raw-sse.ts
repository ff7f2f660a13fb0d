import net from "node:net";

type Handlers = {
  /** One event, without the empty line behind it, as it came over the wire (one byte a character), and when. */
  onFrame: (frame: string, receivedAt: number) => void;
  onEnd: () => void;
};

/**
 * An event stream over a bare socket. A thousand of them are read beside the server that is measured, on the same
 * cores: Node's HTTP client alone would cost more than what it reads.
 */
export function openRawSse(url: string, headers: Record<string, string>, { onFrame, onEnd }: Handlers): Promise<() => void> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => {
      const lines = Object.entries({ host: `${hostname}:${port}`, accept: "text/event-stream", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
    const frames = new FrameReader();
    let head: string | null = "";
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => {
      const receivedAt = performance.timeOrigin + performance.now();
      let body = bytes;
      if (head !== null) {
        const before: number = head.length;
        head += bytes.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        if (!head.startsWith("HTTP/1.1 200 ")) {
          socket.destroy();
          return reject(new Error(`the stream answered ${head.slice(9, 12)}`));
        }
        frames.isChunked = /transfer-encoding: chunked/i.test(head.slice(0, end));
        body = bytes.subarray(end + 4 - before);
        head = null;
        resolve(() => {
          socket.removeAllListeners("close");
          socket.destroy();
        });
      }
      frames.read(body, (frame) => onFrame(frame, receivedAt));
    });
    socket.on("error", reject);
    socket.on("close", onEnd);
  });
}

/** Takes the chunks of a response apart, and what they hold into events. */
class FrameReader {
  isChunked = false;
  private text = "";
  /** Bytes of the present chunk that are still to come, with the line break behind it. */
  private left = 0;
  /** The beginning of a chunk's length that was cut off. */
  private size = "";

  read(bytes: Buffer, onFrame: (frame: string) => void): void {
    if (!this.isChunked) this.text += bytes.toString("latin1");
    else this.unchunk(bytes);
    let from = 0;
    for (let end = this.text.indexOf("\n\n"); end >= 0; end = this.text.indexOf("\n\n", from)) {
      onFrame(this.text.slice(from, end));
      from = end + 2;
    }
    if (from > 0) this.text = this.text.slice(from);
  }

  private unchunk(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.left === 0) {
        const end = bytes.indexOf(10, at);
        this.size += bytes.toString("latin1", at, end < 0 ? bytes.length : end);
        if (end < 0) return;
        this.left = Number.parseInt(this.size, 16) + 2;
        this.size = "";
        at = end + 1;
      }
      const take = Math.min(this.left, bytes.length - at);
      // The last two bytes are the line break.
      const content = Math.min(take, Math.max(0, this.left - 2));
      this.text += bytes.toString("latin1", at, at + content);
      this.left -= take;
      at += take;
    }
  }
}
