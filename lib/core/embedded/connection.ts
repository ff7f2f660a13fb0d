import type { Socket } from "node:net";
import type { Answer, Gateway } from "./gateway.ts";
import {
  cstring, errorResponse, greeting, int32, MessageReader, message, prefixStatement, ProtocolError, query, readCString,
  SYNC, type FrontendMessage,
} from "./protocol.ts";
import { queryTraits, type QueryTraits } from "./statements.ts";

/** A client that sent this much more than was read yet is not read from until it was. */
const READ_AHEAD_BYTES = 1024 * 1024;
/** Messages held back until their batch, or the data of a COPY, is whole. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
/** A listener that lets this much pile up is cut off. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

const PROTOCOL_3 = 3;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

/**
 * Run instead of a COPY FROM STDIN that can't be served: without its data at hand, the backend would take it as the
 * end of its client. It fails where the COPY would have.
 */
const REFUSED_COPY = `do $$ begin raise exception 'COPY FROM STDIN must be the only statement of a simple query on the embedded database' using errcode = '0A000'; end $$`;

/** One client. */
export class Connection {
  /** What it left in the shared session. */
  readonly traces = { statements: new Set<string>(), setsSession: false, makesTemporary: false };
  /** Since when the client, whose turn it is, has been silent (`performance.now()`); undefined while it is served. */
  idleSince: number | undefined;
  private readonly gateway: Gateway;
  private readonly socket: Socket;
  private readonly id: number;
  private readonly reader = new MessageReader();
  private wake: (() => void) | undefined;
  private inputEnded = false;
  private terminated = false;
  private batch: Buffer[] = [];
  private batchBytes = 0;
  private copying = false;
  /** A batch was begun, by Flush, and its Sync is to come. */
  private midBatch = false;
  private status = "I";
  /** An error came since the last ReadyForQuery. */
  private failed = false;
  private listening: QueryTraits["listening"] = [];

  constructor(gateway: Gateway, socket: Socket, id: number) {
    this.gateway = gateway;
    this.socket = socket;
    this.id = id;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      if (this.inputEnded) return;
      this.reader.push(chunk);
      if (!this.wake && this.reader.buffered > READ_AHEAD_BYTES) socket.pause();
      this.wake?.();
    });
    const end = () => {
      this.inputEnded = true;
      this.wake?.();
    };
    socket.on("end", end);
    socket.on("close", end);
    // A close follows, and is dealt with there.
    socket.on("error", () => undefined);
  }

  /** Serves the client until it ends; what it sent before is still done, as in PostgreSQL. Never rejects. */
  async serve(): Promise<void> {
    try {
      if (await this.startUp()) await this.serveMessages();
    } catch (error) {
      if (!(error instanceof ProtocolError)) this.gateway.log(`connection ${this.id}: ${String(error)}`);
      const code = error instanceof ProtocolError ? error.code : "XX000";
      this.terminate(code, error instanceof ProtocolError ? error.message : "internal error");
    }
    await this.cleanUp();
    this.socket.end();
    this.socket.destroySoon();
  }

  /** Ends the connection from this side. Its serve() then rolls back what is open. */
  terminate(code: string, text: string): void {
    if (this.socket.writableNeedDrain) this.socket.destroy();
    else if (this.socket.writable) this.socket.end(errorResponse("FATAL", code, text));
    this.terminated = true;
    this.inputEnded = true;
    this.reader.clear();
    this.wake?.();
  }

  /** Sends a notification, between responses. */
  notify(bytes: Buffer): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes);
    if (this.socket.writableLength > MAX_UNSENT_BYTES) this.socket.destroy();
  }

  /** Called with each answer: once a transaction is over, LISTEN and UNLISTEN in it hold if it was committed. */
  settleListening({ status, failed, tag }: Answer): void {
    this.failed ||= failed;
    if (status === undefined) return;
    const committed = !this.failed && tag !== "ROLLBACK";
    this.failed = false;
    if (status !== "I") return;
    const changes = this.listening;
    this.listening = [];
    if (changes.length > 0 && committed) this.gateway.applyListening(this, changes);
  }

  private async startUp(): Promise<boolean> {
    for (;;) {
      const packet = this.reader.nextStartup();
      if (!packet) {
        if (!(await this.moreInput())) return false;
      } else if (packet.code === SSL_REQUEST || packet.code === GSS_REQUEST) {
        await this.send(Buffer.from("N"));
      } else if (packet.code === CANCEL_REQUEST) {
        return false;
      } else if (packet.code >> 16 !== PROTOCOL_3) {
        throw new ProtocolError("0A000", "unsupported frontend protocol");
      } else {
        // A newer minor version is answered with the one spoken here, and that no option of it is known.
        if ((packet.code & 0xffff) > 0) await this.send(message("v", int32(PROTOCOL_3 << 16), int32(0)));
        await this.send(greeting(this.gateway.backend.parameters, this.id));
        return true;
      }
    }
  }

  private async serveMessages(): Promise<void> {
    for (;;) {
      const received = this.reader.next();
      if (received?.type === "X") return;
      if (received) await this.receive(received);
      else if (!(await this.moreInput())) return;
    }
  }

  private async receive(received: FrontendMessage): Promise<void> {
    const { type, bytes } = received;
    if (this.copying) return this.receiveCopy(received);
    switch (type) {
      case "d": case "c": case "f":
        return; // What is left of a COPY that failed is ignored.
      case "Q":
        return this.receiveQuery(bytes);
      case "P":
        this.keep(this.prefixed(this.observe(bytes, readCString(bytes, readCString(bytes, 5).end).text).instead ?? received));
        return;
      case "B": case "D": case "C":
        this.keep(this.prefixed(received));
        return;
      case "H":
        this.keep(bytes);
        this.midBatch = true;
        return this.run({ ready: false });
      case "S": case "F":
        this.keep(bytes);
        return this.run({ ready: true });
      default:
        this.keep(bytes);
    }
  }

  private async receiveQuery(bytes: Buffer): Promise<void> {
    const { traits } = this.observe(bytes, readCString(bytes, 5).text);
    if (traits.copyFromStdin === "only") {
      this.keep(bytes);
      this.copying = true;
      // The client sends its data now; the backend gets both together.
      return this.send(message("G", Buffer.from([0, 0, 0])));
    }
    this.keep(traits.copyFromStdin === "none" ? bytes : query(REFUSED_COPY));
    return this.run({ ready: true });
  }

  private async receiveCopy({ type, bytes }: FrontendMessage): Promise<void> {
    if (type === "S" || type === "H") return;
    if (type !== "d" && type !== "c" && type !== "f") {
      throw new ProtocolError("08P01", `unexpected message type ${type} during COPY from stdin`);
    }
    this.keep(bytes);
    if (type === "d") return;
    this.copying = false;
    return this.run({ ready: true, hide: "G" });
  }

  /** Notes what a query does to the session. */
  private observe(bytes: Buffer, sql: string): { traits: QueryTraits; instead: FrontendMessage | undefined } {
    const traits = queryTraits(sql);
    this.listening.push(...traits.listening);
    this.traces.setsSession ||= traits.setsSession;
    this.traces.makesTemporary ||= traits.makesTemporary;
    if (traits.copyFromStdin === "none") return { traits, instead: undefined };
    const name = readCString(bytes, 5).text;
    const refused = message("P", cstring(name), cstring(REFUSED_COPY), Buffer.from([0, 0]));
    return { traits, instead: { type: "P", bytes: refused } };
  }

  private prefixed(received: FrontendMessage): Buffer {
    const prefix = `c${this.id}_`;
    const { bytes, name } = prefixStatement(received, prefix);
    if (name !== "" && received.type === "P") this.traces.statements.add(prefix + name);
    if (name !== "" && received.type === "C") this.traces.statements.delete(prefix + name);
    return bytes;
  }

  private keep(bytes: Buffer): void {
    this.batch.push(bytes);
    this.batchBytes += bytes.length;
    if (this.batchBytes > MAX_BATCH_BYTES) throw new ProtocolError("54000", `batch exceeds ${MAX_BATCH_BYTES} bytes`);
  }

  /** Hands the batch to the backend. With `ready`, the client expects ReadyForQuery, and outside a transaction its turn ends. */
  private async run({ ready, hide = "" }: { ready: boolean; hide?: string }): Promise<void> {
    const messages = Buffer.concat(this.batch);
    this.batch = [];
    this.batchBytes = 0;
    await this.gateway.turns.take(this);
    this.idleSince = undefined;
    if (this.terminated) return;
    const answer = this.gateway.execute(this, messages, { hide });
    let { bytes } = answer;
    if (ready) {
      // After an error the backend skips all up to Sync, a simple query too, whose ReadyForQuery is then still to come.
      let { status } = answer;
      if (status === undefined) {
        const synced = this.gateway.execute(this, SYNC);
        bytes = Buffer.concat([bytes, synced.bytes]);
        status = synced.status;
      }
      this.midBatch = false;
      this.status = status ?? "I";
      if (this.status === "I") this.gateway.turns.end(this);
    }
    await this.send(bytes);
  }

  /** Writes, and waits for a slow reader. Others don't wait with it, unless it is in a transaction. */
  private async send(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || !this.socket.writable || this.socket.write(bytes)) return;
    this.idleSince = performance.now();
    await new Promise<void>((resolve) => {
      const done = () => {
        this.socket.off("drain", done);
        this.socket.off("close", done);
        resolve();
      };
      this.socket.once("drain", done);
      this.socket.once("close", done);
    });
  }

  /** Waits until something new was received; false when nothing more can come. */
  private async moreInput(): Promise<boolean> {
    if (this.inputEnded) return false;
    this.idleSince = performance.now();
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.socket.resume();
    });
    this.wake = undefined;
    return !this.inputEnded || this.reader.buffered > 0;
  }

  private async cleanUp(): Promise<void> {
    this.reader.clear();
    this.batch = [];
    this.listening = [];
    await this.gateway.turns.take(this);
    this.idleSince = undefined;
    if (this.midBatch) this.status = this.gateway.execute(this, SYNC).status ?? "I";
    if (this.status !== "I") this.gateway.execute(this, query("rollback"));
    this.gateway.forget(this);
    this.gateway.turns.end(this);
  }
}
