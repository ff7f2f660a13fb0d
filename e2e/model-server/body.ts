import type { IncomingMessage } from "node:http";
import { ProtocolError } from "./protocol.ts";

/** Larger than any prompt or batch of texts that OpenAI takes, and small enough for a test machine. */
const maxBodyBytes = 32 * 1024 * 1024;

/** @throws ProtocolError 413 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    // Without an encoding set, an incoming message gives buffers.
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > maxBodyBytes) throw new ProtocolError(413, `The body is larger than ${maxBodyBytes} bytes.`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** @throws ProtocolError 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProtocolError(400, `We could not parse the JSON body of your request. (${error.message})`);
  }
}
