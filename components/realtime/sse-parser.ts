/** One server-sent event. `name` is `message` when the server gave none; `id` is null when the event has none. */
export type SseEvent = { name: string; data: string; id: string | null };

/**
 * Reads server-sent events out of bytes that may be cut anywhere, also within a character or between CR and LF.
 * Comments and unknown fields are passed over; an event without data is none, as the standard has it.
 */
export class SseParser {
  private readonly decoder = new TextDecoder();
  private rest = "";
  private name = "";
  private data: string[] = [];
  private id: string | null = null;

  /** Takes the next bytes. @returns the events that they complete, in order */
  push(bytes: Uint8Array): SseEvent[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const events: SseEvent[] = [];
    let start = 0;
    for (;;) {
      const end = nextLineEnd(this.rest, start);
      // A CR at the very end may be the first half of a CRLF: it waits for the next bytes.
      if (end === -1 || (this.rest[end] === "\r" && end === this.rest.length - 1)) break;
      const event = this.readLine(this.rest.slice(start, end));
      if (event) events.push(event);
      start = this.rest[end] === "\r" && this.rest[end + 1] === "\n" ? end + 2 : end + 1;
    }
    this.rest = this.rest.slice(start);
    return events;
  }

  private readLine(line: string): SseEvent | null {
    if (line === "") return this.finish();
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) this.id = value;
    return null;
  }

  private finish(): SseEvent | null {
    const event = this.data.length ? { name: this.name || "message", data: this.data.join("\n"), id: this.id } : null;
    this.name = "";
    this.data = [];
    this.id = null;
    return event;
  }
}

/** The place of the next CR or LF, or -1. One search for both: looking for a CR that never comes would read all again. */
function nextLineEnd(text: string, from: number): number {
  const lineEnd = /[\r\n]/g;
  lineEnd.lastIndex = from;
  return lineEnd.exec(text)?.index ?? -1;
}
