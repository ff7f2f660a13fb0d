import type { ProjectEvent } from "@/lib/events/catalogue";
import { api } from "@/lib/http/paths";
import { formatCursor, parseCursor } from "@/lib/realtime/cursor";
import type { ConnectionStatus, Heartbeat } from "@/lib/realtime/schemas";
import { connecting, type ConnectionState } from "./connection-state";
import type { NotificationNotice } from "./notification";
import type { Page } from "./page";
import { advance, toCursor, type Positions } from "./positions";
import type { SseEvent } from "./sse-parser";
import { findRefused, readStream, type Outcome } from "./stream-request";

/** Waiting before a new try: a random part of 250 ms, doubled with each failure up to 10 s. */
const firstDelayMs = 250;
const longestDelayMs = 10_000;
/** The server says something every 15 s; after more than two of these in silence the connection is dead. */
const silenceMs = 35_000;
/** A connection that lasted this long was a good one: the next failure counts as the first. */
const goodMs = 5_000;
/** Changing the set of projects takes a moment in which nothing is lost; only a longer one is worth a word. */
const reopeningMs = 2_000;

type StreamHandlers = {
  /** A connection is open; `connection` is the server's name for it. */
  onConnected: (connection: string) => void;
  onState: (state: ConnectionState) => void;
  /** `after` is the number of the event passed on before this one in its project; null for what has no number. */
  onEvent: (event: ProjectEvent, after: number | null) => void;
  onNotification: (notice: NotificationNotice) => void;
  /** The server could not replay the project: it has to be read anew. Events continue after `head`. */
  onReset: (projectId: string, head: number) => void;
  /** The project is closed to this person; the stream goes on without it, if anything is left. */
  onRefused: (projectId: string) => void;
};

/** `sessionIds` are the conversations that are open now. */
type Options = { positions: Positions; handlers: StreamHandlers; page: Page; sessionIds: () => string[]; state?: ConnectionState; fetch?: typeof fetch; random?: () => number };

/** The one connection to the server: reads events, keeps the cursor, and comes back from wherever it was cut. */
export class EventStream {
  private readonly positions: Positions;
  private readonly handlers: StreamHandlers;
  private readonly page: Page;
  private readonly sessionIds: () => string[];
  private readonly fetch: typeof fetch;
  private readonly random: () => number;
  private readonly unwatch: () => void;
  private projectIds: string[] = [];
  private controller: AbortController | null = null;
  private state: ConnectionState;
  /** Stays where it is until somebody calls `open` again. */
  private stopped = true;
  private failures = 0;
  private liveSince = 0;
  private lastBytes = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private reopenTimer: ReturnType<typeof setTimeout> | undefined;

  /** `positions` is moved on as events come; `state` is what was said of the connection so far. */
  constructor({ positions, handlers, page, sessionIds, state = connecting, fetch = globalThis.fetch.bind(globalThis), random = Math.random }: Options) {
    this.state = state;
    this.positions = positions;
    this.handlers = handlers;
    this.page = page;
    this.sessionIds = sessionIds;
    this.fetch = fetch;
    this.random = random;
    this.unwatch = page.watch((change) => {
      if (change === "offline") this.drop();
      if (change === "online") this.wake(this.state.name !== "live");
      if (change === "visible") this.wake(false);
    });
  }

  /** Opens the stream for these projects, or opens it anew from the cursor. */
  open(projectIds: readonly string[]): void {
    this.projectIds = [...projectIds];
    this.stopped = false;
    this.failures = 0;
    clearTimeout(this.reopenTimer);
    if (this.state.name === "live") this.reopenTimer = setTimeout(() => this.setLost(), reopeningMs);
    else if (!("since" in this.state)) this.setState(connecting);
    this.connect();
  }

  /** Ends for good. */
  close(): void {
    this.unwatch();
    this.stop();
  }

  /** Tries at once if it waits for its next try, if the connection slept too long to be alive, or if it must. */
  private wake(must: boolean): void {
    if (this.stopped) return;
    this.failures = 0;
    const isAlive = this.controller !== null && Date.now() - this.lastBytes <= silenceMs;
    if (isAlive && !must) return;
    if (this.state.name !== "connecting") this.setLost();
    this.connect();
  }

  /** The network is gone: what is open is dead, whether or not it knows. */
  private drop(): void {
    if (!this.stopped) this.settle({ kind: "lost", retryAfterMs: 0 });
  }

  private stop(): void {
    this.stopped = true;
    this.controller?.abort();
    this.controller = null;
    for (const timer of [this.retryTimer, this.silenceTimer, this.reopenTimer]) clearTimeout(timer);
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.liveSince = 0;
    this.noteBytes();
    const cursor = formatCursor(toCursor(this.positions, this.projectIds));
    const isCurrent = () => this.controller === controller;
    void readStream({
      url: api.events(this.projectIds, cursor || undefined, this.sessionIds()),
      fetch: this.fetch,
      signal: controller.signal,
      onBytes: () => isCurrent() && this.noteBytes(),
      onEvent: (event) => isCurrent() && this.receive(event),
    }).then((outcome) => isCurrent() && this.settle(outcome));
  }

  private noteBytes(): void {
    this.lastBytes = Date.now();
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.settle({ kind: "lost", retryAfterMs: 0 }), silenceMs);
  }

  private receive({ name, data }: SseEvent): void {
    // The server's own types: both sides are built from one tree.
    const value = JSON.parse(data) as unknown;
    if (name === "chat:connection:status") this.begin(value as ConnectionStatus);
    else if (name === "heartbeat") advance(this.positions, parseCursor((value as Heartbeat).cursor));
    else if (name === "notification") this.receiveNotice(value as NotificationNotice);
    else this.receiveEvent(value as ProjectEvent);
  }

  /**
   * The status names the heads that the replay leads up to, which are reached only when it has arrived. So the cursor
   * jumps only where nothing is replayed; elsewhere the events themselves and the next heartbeat move it.
   */
  private begin({ connection, cursor, reset }: ConnectionStatus): void {
    const heads = parseCursor(cursor);
    for (const [projectId, head] of heads.projects) {
      if (this.positions.projects.has(projectId) && !reset.includes(projectId)) continue;
      this.positions.projects.set(projectId, { cursor: head, heard: head });
      if (reset.includes(projectId)) this.handlers.onReset(projectId, head);
    }
    this.positions.user ??= heads.user;
    this.liveSince = Date.now();
    clearTimeout(this.reopenTimer);
    this.handlers.onConnected(connection);
    this.setState({ name: "live" });
  }

  private receiveNotice(notice: NotificationNotice): void {
    if (notice.seq <= (this.positions.user ?? 0)) return;
    this.positions.user = notice.seq;
    this.handlers.onNotification(notice);
  }

  private receiveEvent(event: ProjectEvent): void {
    const position = this.positions.projects.get(event.projectId);
    if (event.seq === null || !position) return this.handlers.onEvent(event, null);
    if (event.seq <= position.heard) return;
    const after = position.heard;
    position.heard = event.seq;
    position.cursor = Math.max(position.cursor, event.seq);
    this.handlers.onEvent(event, after);
  }

  private settle(outcome: Outcome): void {
    if (this.liveSince && Date.now() - this.liveSince >= goodMs) this.failures = 0;
    this.liveSince = 0;
    this.controller?.abort();
    this.controller = null;
    clearTimeout(this.silenceTimer);
    if (outcome.kind === "signed-out") return this.stopAs({ name: "signed-out" });
    if (outcome.kind === "refused") return this.refuseAll();
    if (outcome.kind === "ended") return this.obey(outcome.end);
    this.setLost();
    const delay = this.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** this.failures);
    this.failures += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), outcome.retryAfterMs + delay);
  }

  private obey({ reason, projectId, retry }: Extract<Outcome, { kind: "ended" }>["end"]): void {
    if (reason === "not-a-member" && projectId) this.refuse([projectId]);
    if (retry) return this.settle({ kind: "lost", retryAfterMs: 0 });
    // Refusing may have led to a new `open` without the project.
    if (!this.controller) this.stopAs({ name: reason === "signed-out" ? "signed-out" : "no-access" });
  }

  /** One project that is closed closes the whole stream: find it, and go on with the others. */
  private refuseAll(): void {
    if (this.projectIds.length === 1) {
      this.refuse(this.projectIds);
      if (!this.controller) this.stopAs({ name: "no-access" });
      return;
    }
    const controller = new AbortController();
    this.controller = controller;
    this.noteBytes();
    const asked = this.projectIds;
    void findRefused(asked, this.fetch, controller.signal).then((refused) => {
      if (this.controller !== controller) return;
      this.controller = null;
      this.refuse(refused);
      if (this.controller) return;
      if (asked.length === 0 || refused.length === asked.length) this.stopAs({ name: "no-access" });
      else this.settle({ kind: "lost", retryAfterMs: 0 });
    });
  }

  private refuse(projectIds: readonly string[]): void {
    this.projectIds = this.projectIds.filter((projectId) => !projectIds.includes(projectId));
    for (const projectId of projectIds) this.handlers.onRefused(projectId);
  }

  private stopAs(state: ConnectionState): void {
    this.stop();
    this.setState(state);
  }

  private setLost(): void {
    const since = "since" in this.state ? this.state.since : Date.now();
    if (!this.page.isOnline()) this.setState({ name: "offline", since });
    else this.setState({ name: "reconnecting", since });
  }

  private setState(state: ConnectionState): void {
    this.state = state;
    this.handlers.onState(state);
  }
}
