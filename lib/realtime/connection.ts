import "server-only";
import type { Actor, Granted } from "@/lib/access/authorize";
import { getMembership } from "@/lib/access/memberships";
import { can } from "@/lib/access/permissions";
import { findActor } from "@/lib/auth/sessions";
import { isoNow } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/core/logger";
import { catalogue, type ProjectEvent } from "@/lib/events/catalogue";
import { hub, type NotificationNotice, type Subscription } from "@/lib/events/hub";
import { sessionOf } from "@/lib/events/project-channel";
import { formatCursor, type StreamCursor } from "./cursor";
import { eventText } from "./event-text";
import { presenceRegistry } from "./presence-registry";
import { readMissedEvents, readMissedNotices } from "./replay";
import type { ConnectionEnd, ConnectionStatus, Heartbeat, Place } from "./schemas";
import { SseWriter } from "./sse-writer";

const heartbeatMs = 15_000;

export type Opening = {
  actor: Actor;
  grants: Granted<"project.read">[];
  /** The conversations that are open; null for a client that wants what passes in all of them. */
  sessionIds: string[] | null;
  after: StreamCursor | null;
  request: Request | null;
};

/** One open event stream: subscribes, replays what came after the cursor, then passes on what happens. */
export class Connection {
  readonly id = newId();
  readonly actor: Actor;
  readonly writer: SseWriter;
  private readonly roles = new Map<string, string>();
  private readonly cursor: StreamCursor = { projects: new Map(), user: null };
  private readonly after: StreamCursor | null;
  /** Kept for as long as the stream: a request that nobody holds no longer tells that it was given up. */
  private readonly request: Request | null;
  private readonly onClosed: () => void;
  private readonly subscriptions: Subscription[] = [];
  private readonly undo: (() => void)[] = [];
  private sessions: ReadonlySet<string> | null;
  /** Events that come while the replay is read; null once the stream is live. */
  private held: ProjectEvent[] | null = [];
  private heldNotices: NotificationNotice[] | null = [];
  /** Events that are written together with those that follow at once. */
  private text = "";
  private ended = false;
  /** When the next heartbeat is due (`performance.now()`); never before the stream is live. */
  private beatAt = Infinity;

  constructor({ actor, grants, sessionIds, after, request }: Opening, onClosed: () => void) {
    this.actor = actor;
    this.after = after;
    this.sessions = sessionIds && new Set(sessionIds);
    for (const grant of grants) this.roles.set(grant.projectId, grant.role);
    this.writer = new SseWriter(() => this.close(), () => this.end({ reason: "too-slow", retry: true }));
    this.request = request;
    this.onClosed = onClosed;
    request?.signal.addEventListener("abort", () => this.close(), { once: true });
  }

  start(): void {
    // The client left before its stream was made: the signal won't fire again, and nobody reads and so cancels the answer.
    if (this.request?.signal.aborted) return this.close();
    this.subscribeAndReplay().catch((error: unknown) => {
      logger().error({ err: error, userId: this.actor.id }, "a stream could not be opened");
      this.end({ reason: "shutdown", retry: true });
    });
  }

  /** Says why and closes. */
  end(end: ConnectionEnd): void {
    if (this.ended) return;
    this.writer.send("connection:end", end);
    this.close(end.reason === "signed-out" || end.reason === "not-a-member");
  }

  carries(projectId: string): boolean {
    return this.roles.has(projectId);
  }

  /** What the tabs behind the stream show now. Places in projects that it doesn't carry don't count. */
  show(places: readonly Place[]): void {
    if (this.ended) return;
    const known = places.filter(({ projectId }) => this.roles.has(projectId));
    this.sessions = new Set(known.flatMap(({ sessionId }) => sessionId ?? []));
    for (const subscription of this.subscriptions) subscription.setInterest(this.sessions);
    presenceRegistry().show({ connectionId: this.id, userId: this.actor.id }, known);
  }

  /** Ends the stream unless its session lives and each membership stands; takes over a changed role. */
  async recheck(): Promise<boolean> {
    if (!(await findActor(this.actor.sessionId))) {
      this.end({ reason: "signed-out", retry: false });
      return false;
    }
    for (const projectId of this.roles.keys()) {
      const membership = await getMembership(projectId, this.actor.id);
      if (!membership) {
        this.end({ reason: "not-a-member", projectId, retry: this.roles.size > 1 });
        return false;
      }
      this.roles.set(projectId, membership.role);
    }
    return true;
  }

  private close(forGood = false): void {
    if (this.ended) return;
    this.ended = true;
    for (const undo of this.undo) undo();
    presenceRegistry().leave(this.id, forGood);
    this.writer.close();
    this.onClosed();
  }

  private async subscribeAndReplay(): Promise<void> {
    this.undo.push(hub().subscribeNotifications(this.actor.id, (notice) => this.onNotice(notice)));
    for (const projectId of this.roles.keys()) {
      const subscription = await hub().subscribe(projectId, (event, hasMore) => this.onEvent(event, hasMore), this.sessions, this.actor.id);
      if (this.ended) return subscription.unsubscribe();
      this.subscriptions.push(subscription);
      this.undo.push(subscription.unsubscribe);
      this.cursor.projects.set(projectId, subscription.position);
    }
    const { events, reset } = await readMissedEvents(this.after, this.cursor.projects);
    const { notices, position } = await readMissedNotices(this.actor.id, this.after?.user ?? null);
    if (this.ended) return;
    this.cursor.user = position;
    const live = { projects: new Map(this.cursor.projects), user: position };
    this.writer.send("chat:connection:status", { state: "connected", connection: this.id, cursor: formatCursor(live), reset, replayed: events.length } satisfies ConnectionStatus);
    this.replay(events, notices, reset);
    this.cursor.projects = live.projects;
    this.goLive();
    this.beatAt = performance.now() + heartbeatMs;
  }

  /** Each replayed event carries the cursor as it stands with it, so that a stream cut in the middle is resumed there. */
  private replay(events: ProjectEvent[], notices: NotificationNotice[], reset: string[]): void {
    const userHead = this.cursor.user;
    for (const [projectId, position] of this.cursor.projects) {
      const after = reset.includes(projectId) ? undefined : this.after?.projects.get(projectId);
      this.cursor.projects.set(projectId, after ?? position);
    }
    this.cursor.user = this.after?.user ?? userHead;
    for (const event of events) {
      if (event.seq !== null) this.cursor.projects.set(event.projectId, event.seq);
      this.add(event);
    }
    this.flush();
    for (const notice of notices) this.sendNotice(notice);
    this.cursor.user = userHead;
  }

  /** Between the last replayed event and the first held one there is nothing, because both meet at the position. */
  private goLive(): void {
    const held = this.held ?? [];
    const notices = this.heldNotices ?? [];
    this.held = null;
    this.heldNotices = null;
    for (const event of held) this.onEvent(event, true);
    this.flush();
    for (const notice of notices) this.onNotice(notice);
  }

  private onEvent(event: ProjectEvent, hasMore: boolean): void {
    if (this.held) {
      this.held.push(event);
      return;
    }
    const isNew = event.seq === null || event.seq > (this.cursor.projects.get(event.projectId) ?? -1);
    if (isNew && event.seq !== null) this.cursor.projects.set(event.projectId, event.seq);
    if (isNew) this.add(event);
    if (!hasMore) this.flush();
  }

  private onNotice(notice: NotificationNotice): void {
    if (this.heldNotices) {
      this.heldNotices.push(notice);
      return;
    }
    const known = this.cursor.user ?? 0;
    if (notice.seq <= known) return;
    // Those of other instances come on another way, and may come later or not at all.
    if (notice.seq > known + 1) return void this.readNotices(known);
    this.sendNotice(notice);
  }

  /** Reads what came after a number; what comes meanwhile follows it. Numbers of which nothing is left are passed over. */
  private async readNotices(after: number): Promise<void> {
    this.heldNotices = [];
    try {
      const { notices, position } = await readMissedNotices(this.actor.id, after);
      for (const notice of notices) this.sendNotice(notice);
      this.cursor.user = position;
      const held = this.heldNotices;
      this.heldNotices = null;
      for (const notice of held) this.onNotice(notice);
    } catch (error) {
      logger().error({ err: error, userId: this.actor.id }, "notifications could not be read");
      this.end({ reason: "shutdown", retry: true });
    }
  }

  private sendNotice(notice: NotificationNotice): void {
    this.cursor.user = notice.seq;
    this.writer.send("notification", notice, formatCursor(this.cursor));
  }

  private add(event: ProjectEvent): void {
    const role = this.roles.get(event.projectId);
    // Another version of the program, on another instance or before this one, may know more events.
    if (!Object.hasOwn(catalogue, event.name)) return;
    if (role === undefined || !can(role, catalogue[event.name].visibleTo)) return;
    const sessionId = sessionOf(event);
    const isShown = sessionId === null || this.sessions === null || this.sessions.has(sessionId);
    this.text += `${event.seq === null ? "" : `id: ${formatCursor(this.cursor)}\n`}${eventText(event, isShown)}\n`;
  }

  private flush(): void {
    if (this.text) this.writer.write(this.text);
    this.text = "";
  }

  /** Shows the client that the stream lives, and looks whether it still may, if that is due. */
  async beat(): Promise<void> {
    if (performance.now() < this.beatAt) return;
    this.beatAt += heartbeatMs;
    try {
      if (!(await this.recheck())) return;
    } catch (error) {
      logger().warn({ err: error }, "a stream's heartbeat could not look things up");
    }
    if (this.ended) return;
    if (this.writer.isStuck()) return this.end({ reason: "too-slow", retry: true });
    // The cursor must not name what is still gathered: who comes back with it would miss that.
    for (const subscription of this.subscriptions) subscription.flush();
    this.writer.send("heartbeat", { cursor: formatCursor(this.cursor), at: isoNow() } satisfies Heartbeat);
  }
}
