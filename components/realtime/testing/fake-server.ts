import type { ProjectEvent } from "@/lib/events/catalogue";
import { formatCursor, parseCursor, type StreamCursor } from "@/lib/realtime/cursor";
import type { ConnectionEnd, Place } from "@/lib/realtime/schemas";

type Connection = { projects: string[]; cursor: StreamCursor; controller: ReadableStreamDefaultController<Uint8Array>; open: boolean };
type Init = { signal?: AbortSignal; method?: string; body?: string };
type Answer = { status: number; headers?: Record<string, string> };

/** An event stream's server in memory, with the rules of the real one: replay, reset, invisible events, endings. */
export class FakeServer {
  /** Requests for the stream, newest last. */
  readonly requests: { projects: string[]; sessions: string | null; after: string | null; at: number }[] = [];
  /** What was told of the tabs' places, newest last; `placesDown` of the next tellings break. */
  readonly told: { connection: string; places: Place[] }[] = [];
  placesDown = 0;
  /** Answers that the next requests get instead of a stream; `down` breaks them. */
  readonly script: (Answer | "down" | "hang")[] = [];
  down = false;
  readonly closed = new Set<string>();
  mostReplayed = 500;
  /** The next replay breaks off after so many events. */
  replayBreaksAfter = Infinity;
  private readonly stored = new Map<string, { event: ProjectEvent; visible: boolean }[]>();
  private readonly connections = new Set<Connection>();

  // The client uses no more of `fetch` than this.
  readonly fetch = ((input: string, init: Init) => this.answer(input, init)) as unknown as typeof fetch;

  get openConnections(): number {
    return [...this.connections].filter(({ open }) => open).length;
  }

  head(projectId: string): number {
    return this.of(projectId).length;
  }

  /** Numbers of the events after `seq` that are shown. */
  visibleAfter(projectId: string, seq: number): number[] {
    return this.of(projectId).flatMap(({ event, visible }) => (visible && event.seq !== null && event.seq > seq ? [event.seq] : []));
  }

  /** Stores an event and tells the streams. One that isn't visible takes a number and is told to nobody. */
  publish(projectId: string, { visible = true, payload = {} }: { visible?: boolean; payload?: Record<string, unknown> } = {}): number {
    const seq = this.head(projectId) + 1;
    const event: ProjectEvent = { name: "chat:message:updated", projectId, seq, userId: null, at: "2026-01-01T00:00:00Z", payload };
    this.of(projectId).push({ event, visible });
    for (const connection of this.live(projectId)) {
      connection.cursor.projects.set(projectId, seq);
      if (visible) this.write(connection, event.name, { ...event, thing: { live: true } }, formatCursor(connection.cursor));
    }
    return seq;
  }

  broadcast(projectId: string, payload: Record<string, unknown>): void {
    const event: ProjectEvent = { name: "chat:message:delta", projectId, seq: null, userId: null, at: "2026-01-01T00:00:00Z", payload };
    for (const connection of this.live(projectId)) this.write(connection, event.name, event);
  }

  notify(seq: number): void {
    const notice = { userId: "me", seq, id: `n${seq}`, kind: "member:updated", projectId: null, details: {}, createdAt: "2026-01-01T00:00:00Z" };
    for (const connection of this.connections) this.write(connection, "notification", notice);
  }

  heartbeat(): void {
    for (const connection of this.connections) this.write(connection, "heartbeat", { cursor: formatCursor(connection.cursor), at: "" });
  }

  end(end: ConnectionEnd): void {
    for (const connection of this.connections) {
      this.write(connection, "connection:end", end);
      this.close(connection);
    }
  }

  /** Breaks all the connections. */
  cut(): void {
    for (const connection of this.connections) {
      connection.controller.error(new TypeError("network error"));
      this.forget(connection);
    }
  }

  private async answer(input: string, { signal, method, body }: Init): Promise<Response> {
    const url = new URL(input, "http://localhost");
    if (method === "PUT") return this.takePlaces(body ?? "");
    const asked = /^\/api\/projects\/(.+)$/.exec(url.pathname)?.[1];
    if (asked) return refusal(this.closed.has(asked) ? 404 : 200);
    const projects = (url.searchParams.get("project") ?? "").split(",").filter(Boolean);
    this.requests.push({ projects, sessions: url.searchParams.get("session"), after: url.searchParams.get("after"), at: Date.now() });
    const scripted = this.down ? "down" : this.script.shift();
    if (scripted === "down") throw new TypeError("Failed to fetch");
    if (scripted === "hang") return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
    if (scripted) return refusal(scripted.status, scripted.headers);
    if (projects.some((projectId) => this.closed.has(projectId))) return refusal(404);
    return this.open(projects, parseCursor(url.searchParams.get("after") ?? ""), signal);
  }

  private takePlaces(body: string): Response {
    if (this.placesDown > 0) {
      this.placesDown -= 1;
      throw new TypeError("Failed to fetch");
    }
    this.told.push(JSON.parse(body) as { connection: string; places: Place[] });
    return new Response(null, { status: 204 });
  }

  private open(projects: string[], after: StreamCursor, signal?: AbortSignal): Response {
    let connection: Connection | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        connection = { projects, cursor: { projects: new Map(projects.map((projectId) => [projectId, this.head(projectId)])), user: after.user ?? 0 }, controller, open: true };
      },
      cancel: () => connection && this.forget(connection),
    });
    if (!connection) throw new Error("a stream starts at once");
    const opened = connection;
    this.connections.add(opened);
    signal?.addEventListener("abort", () => {
      if (opened.open) opened.controller.error(new DOMException("aborted", "AbortError"));
      this.forget(opened);
    });
    this.begin(opened, after);
    return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
  }

  private begin(connection: Connection, after: StreamCursor): void {
    const missed = [...connection.cursor.projects].flatMap(([projectId, head]) => {
      const from = after.projects.get(projectId);
      return from === undefined || from === head ? [] : [{ projectId, from, isTooMuch: from > head || head - from > this.mostReplayed }];
    });
    const reset = missed.filter(({ isTooMuch }) => isTooMuch).map(({ projectId }) => projectId);
    this.write(connection, "chat:connection:status", { state: "connected", connection: `c${this.requests.length}`, cursor: formatCursor(connection.cursor), reset, replayed: 0 });
    const replayed = missed.flatMap(({ projectId, from, isTooMuch }) => (isTooMuch ? [] : this.of(projectId).slice(from))).filter(({ visible }) => visible);
    for (const { event } of replayed.slice(0, this.replayBreaksAfter)) this.write(connection, event.name, event, formatCursor(connection.cursor));
    if (replayed.length > this.replayBreaksAfter) this.close(connection);
    this.replayBreaksAfter = Infinity;
  }

  private write(connection: Connection, name: string, data: unknown, id?: string): void {
    if (!connection.open) return;
    const bytes = new TextEncoder().encode(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    const middle = Math.floor(bytes.length / 2);
    connection.controller.enqueue(bytes.slice(0, middle));
    connection.controller.enqueue(bytes.slice(middle));
  }

  private close(connection: Connection): void {
    if (connection.open) connection.controller.close();
    this.forget(connection);
  }

  private forget(connection: Connection): void {
    connection.open = false;
    this.connections.delete(connection);
  }

  private live(projectId: string): Connection[] {
    return [...this.connections].filter(({ projects }) => projects.includes(projectId));
  }

  private of(projectId: string): { event: ProjectEvent; visible: boolean }[] {
    const stored = this.stored.get(projectId) ?? [];
    this.stored.set(projectId, stored);
    return stored;
  }
}

const refusal = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: "about:blank", title: "", status, code: "internal" }), { status, headers: { "content-type": "application/problem+json", ...headers } });
