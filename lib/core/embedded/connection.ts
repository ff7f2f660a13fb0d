import type { Socket } from "node:net";
import type { Backend } from "./backend.ts";
import { drained, Input } from "./input.ts";
import {
  cstring, errorResponse, message, prefixStatement, ProtocolError, query, readCString,
  SYNC, type FrontendMessage,
} from "./protocol.ts";
import { startUp } from "./startup.ts";
import { queryTraits, REFUSED_COPY, type QueryTraits } from "./statements.ts";
import type { Turns } from "./turns.ts";

/** What a connection needs of the gateway that accepted it. */
export type ConnectionHost = {
  turns: Turns<Connection | "maintenance">;
  backend: Backend;
  log: (line: string) => void;
  /** Executes messages; it must be the connection's turn. Messages of the types in `hide` are left out of the answer. */
  execute(connection: Connection, messages: Buffer, options?: { hide?: string }): Answer;
  applyListening(connection: Connection, changes: ListeningChange[]): void;
  forget(connection: Connection): void;
};

export type ListeningChange = QueryTraits["listening"][number];

/** What the backend answered to one connection. */
export type Answer = {
  bytes: Buffer;
  /** The last ReadyForQuery's status; undefined when there was none. */
  status: string | undefined;
  failed: boolean;
  /** The tag of the last statement that was completed, such as `COMMIT`. */
  tag: string;
};

/** Messages held back until their batch, or the data of a COPY, is whole. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
/** A listener that lets this much pile up is cut off. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** One client. */
export class Connection {
  /** What it left in the shared session. */
  readonly traces = { statements: new Set<string>(), setsSession: false, makesTemporary: false };
  /** Since when the client, whose turn it is, has been silent (`performance.now()`); undefined while it is served. */
  idleSince: number | undefined;
  private readonly gateway: ConnectionHost;
  private readonly socket: Socket;
  private readonly id: number;
  private readonly input: Input;
  private terminated = false;
  private batch: Buffer[] = [];
  private batchBytes = 0;
  private copying = false;
  /** A batch was begun, by Flush, and its Sync is to come. */
  private midBatch = false;
  private status = "I";
  /** An error came since the last ReadyForQuery. */
  private failed = false;
  private listening: ListeningChange[] = [];

  constructor(gateway: ConnectionHost, socket: Socket, id: number) {
    this.gateway = gateway;
    this.socket = socket;
    this.id = id;
    socket.setNoDelay(true);
    this.input = new Input(socket);
  }

  /** Serves the client until it ends; what it sent before is still done, as in PostgreSQL. Never rejects. */
  async serve(): Promise<void> {
    try {
      if (await this.greet()) await this.serveMessages();
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
    this.input.stop();
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

  private greet(): Promise<boolean> {
    const { parameters } = this.gateway.backend;
    return startUp(this.input, { parameters, id: this.id, send: (bytes) => this.send(bytes) });
  }

  private async serveMessages(): Promise<void> {
    for (;;) {
      const received = this.input.next();
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
    const refused = message("P", cstring(readCString(bytes, 5).text), cstring(REFUSED_COPY), Buffer.from([0, 0]));
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
    await drained(this.socket);
  }

  private moreInput(): Promise<boolean> {
    this.idleSince = performance.now();
    return this.input.more();
  }

  private async cleanUp(): Promise<void> {
    this.input.stop();
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
