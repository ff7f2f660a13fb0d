/**
 * The frontend and backend messages of PostgreSQL's wire protocol (version 3.0), as far as the gateway reads or
 * builds them: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

/** The largest message a client may send, in bytes: eight times the largest parameter that is known to be used. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** A startup packet holds a few names; PostgreSQL's own limit is the same. */
const MAX_STARTUP_BYTES = 10_000;

/**
 * The only messages that may reach the database. Anything else is a FATAL error there, and a FATAL error of the
 * single backend would end the database for everyone. (`p`, a password, is never asked for.)
 */
const FRONTEND_TYPES = new Set("BCDEFHPQSXcdf");

/** A client broke the protocol: its connection ends, with this SQLSTATE and message as its last words. */
export class ProtocolError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One message of a client: its type letter and all its bytes, type and length included. */
export type FrontendMessage = { type: string; bytes: Buffer };

/** A packet before the session: its request code and its bytes after length and code. */
export type StartupPacket = { code: number; body: Buffer };

/** Cuts a stream of bytes into messages. Chunks are joined only when a message is whole, so a large one costs no more. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private length = 0;

  /** Bytes received and not yet taken. */
  get buffered(): number {
    return this.length;
  }

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next startup packet, or undefined until it is whole. Throws ProtocolError when its length is impossible. */
  nextStartup(): StartupPacket | undefined {
    const head = this.peek(8);
    if (!head) return undefined;
    const length = head.readInt32BE(0);
    if (length < 8 || length > MAX_STARTUP_BYTES) throw new ProtocolError("08P01", "invalid length of startup packet");
    const bytes = this.take(length);
    return bytes && { code: bytes.readInt32BE(4), body: bytes.subarray(8) };
  }

  /** The next message, or undefined until it is whole. Throws ProtocolError when its type or length is impossible. */
  next(): FrontendMessage | undefined {
    const head = this.peek(5);
    if (!head) return undefined;
    const type = String.fromCharCode(head.readUInt8(0));
    if (!FRONTEND_TYPES.has(type)) throw new ProtocolError("08P01", `invalid frontend message type ${head.readUInt8(0)}`);
    const length = head.readInt32BE(1);
    if (length < 4) throw new ProtocolError("08P01", "invalid message length");
    if (length > MAX_MESSAGE_BYTES) throw new ProtocolError("54000", `message of ${length} bytes exceeds ${MAX_MESSAGE_BYTES}`);
    const bytes = this.take(length + 1);
    return bytes && { type, bytes };
  }

  /** Drops what was not taken. */
  clear(): void {
    this.chunks = [];
    this.length = 0;
  }

  private peek(size: number): Buffer | undefined {
    if (this.length < size) return undefined;
    const first = this.chunks[0];
    if (first && first.length >= size) return first;
    return this.join();
  }

  private take(size: number): Buffer | undefined {
    if (this.length < size) return undefined;
    const all = this.join();
    const rest = all.subarray(size);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.length = rest.length;
    return all.subarray(0, size);
  }

  private join(): Buffer {
    const [first] = this.chunks;
    if (first && this.chunks.length === 1) return first;
    const all = Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }
}

/** Calls `visit` for each message in a response of the database. */
export function forEachBackendMessage(response: Buffer, visit: (type: string, bytes: Buffer) => void): void {
  for (let at = 0; at + 5 <= response.length; ) {
    const end = at + 1 + response.readInt32BE(at + 1);
    visit(String.fromCharCode(response.readUInt8(at)), response.subarray(at, end));
    at = end;
  }
}

/** A message of the given type around a body. */
export function message(type: string, ...body: Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** A zero-terminated string. */
export function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`, "utf8");
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Reads a zero-terminated string that begins at `from`; `end` is the index after its zero. */
export function readCString(bytes: Buffer, from: number): { text: string; end: number } {
  const zero = bytes.indexOf(0, from);
  const stop = zero === -1 ? bytes.length : zero;
  return { text: bytes.toString("utf8", from, stop), end: Math.min(stop + 1, bytes.length) };
}

/** A simple query. */
export function query(sql: string): Buffer {
  return message("Q", cstring(sql));
}

export const SYNC = message("S");

/** ReadyForQuery: `I` outside a transaction, `T` inside, `E` inside one that failed. */
function readyForQuery(status: "I" | "T" | "E"): Buffer {
  return message("Z", Buffer.from(status));
}

/** ErrorResponse. A FATAL one is the last message before the connection ends. */
export function errorResponse(severity: "ERROR" | "FATAL", code: string, text: string): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`].map(cstring);
  return message("E", ...fields, Buffer.from([0]));
}

/** The answer to a startup message: no password is asked for, the folder's permissions are the authentication. */
export function greeting(parameters: ReadonlyMap<string, string>, processId: number): Buffer {
  return Buffer.concat([
    message("R", int32(0)),
    ...[...parameters].map(([name, value]) => message("S", cstring(name), cstring(value))),
    message("K", int32(processId), int32(0)),
    readyForQuery("I"),
  ]);
}

/**
 * Puts `prefix` before the name of a prepared statement in a Parse, Bind, Describe or Close message, since names are
 * shared by all who use the one backend. The unnamed statement stays unnamed, and a message that is cut short stays as
 * it is: the database finds the error.
 */
export function prefixStatement(received: FrontendMessage, prefix: string): { bytes: Buffer; name: string } {
  const { type, bytes } = received;
  let at: number;
  if (type === "P") at = 5;
  else if (type === "B") at = readCString(bytes, 5).end;
  else if ((type === "D" || type === "C") && bytes[5] === STATEMENT_KIND) at = 6;
  else return { bytes, name: "" };
  const { text: name } = readCString(bytes, at);
  if (name === "") return { bytes, name };
  return { bytes: message(type, bytes.subarray(5, at), Buffer.from(prefix), bytes.subarray(at)), name };
}

const STATEMENT_KIND = "S".charCodeAt(0);
