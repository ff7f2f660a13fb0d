export type Received = { id: string | null; name: string; data: Record<string, unknown> };

/** Reads server-sent events as the server writes them: each field at most once, and one line of data. */
export class SseReader {
  private readonly decoder = new TextDecoder();
  private text = "";

  read(chunk: Uint8Array): Received[] {
    this.text += this.decoder.decode(chunk, { stream: true });
    const frames = this.text.split("\n\n");
    this.text = frames.pop() ?? "";
    return frames.map((frame) => {
      const fields = new Map(frame.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      // Every event of the server has an object for its data.
      return { id: fields.get("id") ?? null, name: fields.get("event") ?? "", data: JSON.parse(fields.get("data") ?? "null") as Record<string, unknown> };
    });
  }
}
