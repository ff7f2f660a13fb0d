import type { Socket } from "node:net";
import type { Backend } from "./backend.ts";
import { Channels } from "./channels.ts";
import { Connection, type Answer, type ConnectionHost, type ListeningChange } from "./connection.ts";
import { cstring, forEachBackendMessage, message, query, readCString, SYNC } from "./protocol.ts";
import { quoteIdentifier } from "./statements.ts";
import { Turns } from "./turns.ts";

type Options = {
  log: (line: string) => void;
  /** How long a connection may sit in a transaction, doing nothing, while others wait. Milliseconds. */
  idleInTransaction: number;
  /** Called with the number of open connections whenever it changes. */
  onCount: (open: number) => void;
};

/**
 * Serves many connections from one backend, each as if it had one of its own, as far as that goes. Queries take turns
 * (see Turns), and a batch up to Sync reaches the backend as a whole, so that two clients' messages never mix.
 * Notifications go to the connections that listen.
 *
 * What remains shared, since the session is one: SET and temporary tables (undone when the connection that made them
 * ends), advisory locks (they exclude nobody), statements prepared by SQL (those of the protocol are kept apart).
 * `statement_timeout` has no effect, and a running query can't be cancelled.
 */
export class Gateway implements ConnectionHost {
  readonly turns = new Turns<Connection | "maintenance">();
  readonly backend: Backend;
  readonly log: (line: string) => void;
  private readonly channels = new Channels<Connection>();
  private readonly connections = new Map<Connection, Promise<void>>();
  private readonly options: Options;
  private readonly watch: NodeJS.Timeout;
  private nextId = 1;
  private turnsSinceMaintenance = 0;

  constructor(backend: Backend, options: Options) {
    this.backend = backend;
    this.options = options;
    this.log = options.log;
    this.watch = setInterval(() => this.endIdleTransaction(), Math.max(20, options.idleInTransaction / 20));
    this.watch.unref();
  }

  /** Serves a connection until it ends. */
  accept(socket: Socket): void {
    const connection = new Connection(this, socket, this.nextId++);
    const served = connection.serve().finally(() => {
      this.connections.delete(connection);
      this.options.onCount(this.connections.size);
    });
    this.connections.set(connection, served);
    this.options.onCount(this.connections.size);
  }

  /** Ends all connections, rolling back what is open. */
  async close(): Promise<void> {
    clearInterval(this.watch);
    for (const connection of this.connections.keys()) {
      connection.terminate("57P01", "terminating connection due to administrator command");
    }
    await Promise.all(this.connections.values());
  }

  /** VACUUM ANALYZE, when something ran since the last time and nobody is waiting: there is no autovacuum here. */
  async maintain(): Promise<void> {
    if (this.turnsSinceMaintenance === 0 || this.turns.current !== undefined) return;
    this.turnsSinceMaintenance = 0;
    await this.turns.take("maintenance");
    const begin = performance.now();
    this.backend.execute(query("vacuum (analyze)"));
    this.turns.end("maintenance");
    this.log(`vacuum analyze took ${Math.round(performance.now() - begin)} ms`);
  }

  /** Executes messages for a connection whose turn it is, and sends notifications to those who listen. */
  execute(connection: Connection, messages: Buffer, { hide = "" }: { hide?: string } = {}): Answer {
    this.turnsSinceMaintenance++;
    const response = this.backend.execute(messages);
    const kept: Buffer[] = [];
    const notifications: { channel: string; bytes: Buffer }[] = [];
    const answer: Answer = { bytes: response, status: undefined, failed: false, tag: "" };
    let whole = true;
    forEachBackendMessage(response, (type, bytes) => {
      if (type === "A") {
        notifications.push({ channel: readCString(bytes, 9).text, bytes });
        whole = false;
        return;
      }
      if (type === "Z") answer.status = String.fromCharCode(bytes.readUInt8(5));
      else if (type === "E") answer.failed = true;
      else if (type === "C") answer.tag = readCString(bytes, 5).text;
      if (hide.includes(type)) whole = false;
      else kept.push(bytes);
    });
    connection.settleListening(answer);
    // A connection's own notifications stand before its ReadyForQuery, as in PostgreSQL.
    const own: Buffer[] = [];
    for (const { channel, bytes } of notifications) {
      for (const listener of this.channels.of(channel)) {
        if (listener === connection) own.push(bytes);
        else listener.notify(bytes);
      }
    }
    if (!whole) {
      const last = answer.status === undefined ? [] : kept.splice(-1);
      answer.bytes = Buffer.concat([...kept, ...own, ...last]);
    }
    return answer;
  }

  /**
   * Makes LISTEN and UNLISTEN of a connection true, after they were committed. The backend's own UNLISTEN holds for
   * all connections, so it listens again where others still do.
   */
  applyListening(connection: Connection, changes: ListeningChange[]): void {
    for (const { action, channel } of changes) {
      if (action === "unlisten") this.channels.unlisten(connection, channel);
      else if (channel !== null) this.channels.listen(connection, channel);
    }
    const names = this.channels.names();
    if (names.length > 0 && changes.some(({ action }) => action === "unlisten")) {
      this.backend.execute(query(names.map((name) => `listen ${quoteIdentifier(name)}`).join(";")));
    }
  }

  /** Leaves nothing of a connection behind in the session. It must be its turn, outside a transaction. */
  forget(connection: Connection): void {
    const { statements, setsSession, makesTemporary } = connection.traces;
    const closings = [...statements].map((name) => message("C", Buffer.from("S"), cstring(name)));
    if (closings.length > 0) this.backend.execute(Buffer.concat([...closings, SYNC]));
    const commands = this.channels.unlisten(connection, null).map((channel) => `unlisten ${quoteIdentifier(channel)}`);
    if (setsSession) commands.push("reset all");
    const othersToo = [...this.connections.keys()].some((other) => other !== connection && other.traces.makesTemporary);
    if (makesTemporary && !othersToo) commands.push("discard temp");
    if (commands.length > 0) this.backend.execute(query(commands.join(";")));
  }

  private endIdleTransaction(): void {
    const { current, waitingSince } = this.turns;
    if (current === undefined || current === "maintenance" || waitingSince === undefined) return;
    const { idleSince } = current;
    if (idleSince === undefined) return;
    if (performance.now() - Math.max(idleSince, waitingSince) < this.options.idleInTransaction) return;
    this.log("a transaction was rolled back, because its connection did nothing while others waited");
    current.terminate("25P03", "terminating connection due to idle-in-transaction timeout");
  }
}
