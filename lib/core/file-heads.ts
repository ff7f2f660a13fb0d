import "server-only";
import { pipeline, Transform, type Readable, type TransformCallback } from "node:stream";
import { putFile } from "./files";

/**
 * Stores a stream as `putFile` does, and remembers its first bytes, which tell what it is.
 * @throws AppError as `putFile` does
 */
export async function putFileWithHead(stream: Readable, { maxBytes, headBytes }: { maxBytes: number; headBytes: number }): Promise<{ hash: string; size: number; head: Buffer }> {
  const head = new Head(headBytes);
  // Ends `head` when the stream breaks off, with its error, which `putFile` then reports.
  pipeline(stream, head, () => {});
  const { hash, size } = await putFile(head, { maxBytes });
  return { hash, size, head: Buffer.concat(head.parts) };
}

/** Lets bytes pass and remembers the first of them. */
class Head extends Transform {
  readonly parts: Buffer[] = [];
  private missing: number;

  constructor(bytes: number) {
    super();
    this.missing = bytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.missing > 0) this.parts.push(chunk.subarray(0, this.missing));
    this.missing -= chunk.byteLength;
    done(null, chunk);
  }
}
