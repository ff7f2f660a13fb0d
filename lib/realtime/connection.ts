import "server-only";
import type { Actor, Granted } from "@/lib/access/authorize";
import { getMembership } from "@/lib/access/memberships";
import { can } from "@/lib/access/permissions";
import { findActor } from "@/lib/auth/sessions";
import { isoNow } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { onShutdown, perProcess } from "@/lib/core/process";
import { catalogue, type ProjectEvent } from "@/lib/events/catalogue";
import { hub, toEvent, type Control, type NotificationNotice } from "@/lib/events/hub";
import { findUserSequence, listEventsBetween, listNotificationsAfter } from "@/lib/events/queries";
import { formatCursor, type StreamCursor } from "./cursor";
import type { ConnectionEnd } from "./schemas";
import { SseWriter } from "./sse-writer";

const heartbeatMs = 15_000;
/** A replay of more events than this costs more than reading anew. */
const mostReplayed = 500;
const noticesPage = 200;

type Opening = { actor: Actor; grants: Granted<"project.read">[]; after: StreamCursor | null; signal: AbortSignal | null };

/** Streams that are open in this process, so that the end of the process ends them in order. */
const open = perProcess("streams", () => {
  const connections = new Set<Connection>();
  onShutdown("streams", () => {
    for (const connection of connections) connection.end({ reason: "shutdown", retry: true });
  });
  return connections;
});

/** Opens an event stream: subscribes, replays what came after the cursor, then passes on what happens. */
export function openStream(opening: Opening): Response {
  const connection = new Connection(opening);
  open.add(connection);
  connection.start();
  return connection.writer.response();
}

class Connection {
  readonly writer: SseWriter;
  private readonly actor: Actor;
  private readonly roles = new Map<string, string>();
  private readonly cursor: StreamCursor = { projects: new Map(), user: null };
  private readonly after: StreamCursor | null;
  private readonly signal: AbortSignal | null;
  private readonly undo: (() => void)[] = [];
  /** Events that come while the replay is read; null once the stream is live. */
  private held: ProjectEvent[] | null = [];
  private heldNotices: NotificationNotice[] | null = [];
  private ended = false;

  constructor({ actor, grants, after, signal }: Opening) {
    this.actor = actor;
    this.after = after;
    for (const grant of grants) this.roles.set(grant.projectId, grant.role);
    this.writer = new SseWriter(() => this.close(), () => this.end({ reason: "too-slow", retry: true }));
    this.signal = signal;
    signal?.addEventListener("abort", () => this.close(), { once: true });
  }

  start(): void {
    // The client left before its stream was made: the signal won't fire again, and nobody reads and so cancels the answer.
    if (this.signal?.aborted) return this.close();
    this.subscribeAndReplay().catch((error: unknown) => {
      logger().error({ err: error, userId: this.actor.id }, "a stream could not be opened");
      this.end({ reason: "shutdown", retry: true });
    });
  }

  /** Says why and closes. */
  end(end: ConnectionEnd): void {
    if (this.ended) return;
    this.writer.send("connection:end", end);
    this.close();
  }

  private close(): void {
    if (this.ended) return;
    this.ended = true;
    open.delete(this);
    for (const undo of this.undo) undo();
    this.writer.close();
  }

  private async subscribeAndReplay(): Promise<void> {
    this.undo.push(hub().subscribeControl((control) => this.onControl(control)));
    this.undo.push(hub().subscribeNotifications(this.actor.id, (notice) => this.onNotice(notice)));
    for (const projectId of this.roles.keys()) {
      const { position, unsubscribe } = await hub().subscribe(projectId, (event) => this.onEvent(event));
      if (this.ended) return unsubscribe();
      this.undo.push(unsubscribe);
      this.cursor.projects.set(projectId, position);
    }
    const { events, reset } = await this.readReplay();
    const notices = await this.readNotices();
    if (this.ended) return;
    const live = { projects: new Map(this.cursor.projects), user: this.cursor.user };
    this.writer.send("chat:connection:status", { state: "connected", cursor: formatCursor(live), reset, replayed: events.length });
    this.replay(events, notices, reset);
    this.cursor.projects = live.projects;
    this.goLive();
    const timer = setInterval(() => void this.heartbeat(), heartbeatMs);
    this.undo.push(() => clearInterval(timer));
  }

  /** What was missed, up to where the subscription begins. */
  private async readReplay(): Promise<{ events: ProjectEvent[]; reset: string[] }> {
    const events: ProjectEvent[] = [];
    const reset: string[] = [];
    for (const [projectId, position] of this.cursor.projects) {
      const after = this.after?.projects.get(projectId);
      if (after === undefined || after === position) continue;
      const missed = after < position && position - after <= mostReplayed;
      if (!missed) reset.push(projectId);
      else events.push(...(await listEventsBetween(db(), projectId, after, position, mostReplayed)).map(toEvent));
    }
    return { events, reset };
  }

  /** The person's notifications after the cursor, all of them; the stream goes on after the last. */
  private async readNotices(): Promise<NotificationNotice[]> {
    const notices: NotificationNotice[] = [];
    let last = this.after?.user ?? null;
    this.cursor.user = await findUserSequence(db(), this.actor.id);
    while (last !== null && last < this.cursor.user) {
      const page = (await listNotificationsAfter(db(), this.actor.id, last, noticesPage)).map(toNotice);
      if (page.length === 0) break;
      notices.push(...page);
      last = page.at(-1)?.seq ?? last;
    }
    this.cursor.user = Math.max(this.cursor.user, last ?? 0);
    return notices;
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
      this.write(event);
    }
    for (const notice of notices) {
      this.cursor.user = notice.seq;
      this.writer.send("notification", notice, formatCursor(this.cursor));
    }
    this.cursor.user = userHead;
  }

  /** Between the last replayed event and the first held one there is nothing, because both meet at the position. */
  private goLive(): void {
    const held = this.held ?? [];
    const notices = this.heldNotices ?? [];
    this.held = null;
    this.heldNotices = null;
    for (const event of held) this.onEvent(event);
    for (const notice of notices) this.onNotice(notice);
  }

  private onEvent(event: ProjectEvent): void {
    if (this.held) {
      this.held.push(event);
      return;
    }
    if (event.seq !== null) {
      if (event.seq <= (this.cursor.projects.get(event.projectId) ?? -1)) return;
      this.cursor.projects.set(event.projectId, event.seq);
    }
    this.write(event);
  }

  private onNotice(notice: NotificationNotice): void {
    if (this.heldNotices) {
      this.heldNotices.push(notice);
      return;
    }
    if (notice.seq <= (this.cursor.user ?? 0)) return;
    this.cursor.user = notice.seq;
    this.writer.send("notification", notice, formatCursor(this.cursor));
  }

  private write(event: ProjectEvent): void {
    const role = this.roles.get(event.projectId);
    const visible = role !== undefined && can(role, catalogue[event.name].visibleTo);
    if (visible) this.writer.sendShared(event.name, event, event.seq === null ? undefined : formatCursor(this.cursor));
  }

  private onControl(control: Control): void {
    if (control.kind === "session-ended" && control.sessionId === this.actor.sessionId) this.end({ reason: "signed-out", retry: false });
    const mine = control.kind === "membership-changed" && this.roles.has(control.projectId) && (!control.userId || control.userId === this.actor.id);
    if (mine) void this.recheck().catch(() => this.end({ reason: "shutdown", retry: true }));
  }

  /** Ends the stream unless its session lives and each membership stands; takes over a changed role. */
  private async recheck(): Promise<boolean> {
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

  private async heartbeat(): Promise<void> {
    try {
      if (!(await this.recheck())) return;
    } catch (error) {
      logger().warn({ err: error }, "a stream's heartbeat could not look things up");
    }
    if (!this.ended) this.writer.send("heartbeat", { cursor: formatCursor(this.cursor), at: isoNow() });
  }
}

const toNotice = ({ id, userId, seq, kind, projectId, details, createdAt }: Awaited<ReturnType<typeof listNotificationsAfter>>[number]): NotificationNotice => ({ id, userId, seq, kind, projectId, details, createdAt });
