import "server-only";
import { dropMemberships } from "@/lib/access/memberships";
import { bus, type BusMessage } from "@/lib/core/bus";
import { cache } from "@/lib/core/cache";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { perProcess } from "@/lib/core/process";
import type { ProjectEvent } from "./catalogue";
import { ProjectChannel, type EventListener, type Interest } from "./project-channel";
import { findSequence, listEventsBetween, listSequences } from "./queries";

/** How often lost wake-ups are looked for, in milliseconds. */
const checkMs = 10_000;

export type NotificationNotice = { userId: string; seq: number; id: string; kind: string; projectId: string | null; details: Record<string, unknown>; createdAt: string };

/** What every instance must know at once: it ends streams and running answers, and drops what is kept in memory. */
export type Control =
  /** One answer is to stop; without `messageId`, all answers of a conversation that is gone. */
  | { kind: "answer-stopped"; chatSessionId: string; messageId: string | null }
  | { kind: "session-ended"; sessionId: string }
  | { kind: "user-changed"; userId: string }
  | { kind: "membership-changed"; projectId: string; userId?: string }
  /** Somebody's stream, open on whichever instance, shows something else now. */
  | { kind: "places-changed"; connection: string; userId: string; places: { projectId: string; sessionId: string | null; documentId: string | null; visible: boolean }[] }
  | { kind: "cache-dropped"; keys: string[] };

export type Subscription = {
  /** The listener gets every numbered event after this number. */
  position: number;
  setInterest: (interest: Interest) => void;
  /** Has what was gathered for the listener told to it now. */
  flush: () => void;
  unsubscribe: () => void;
};

/**
 * One per process: hands what happens to the streams that are open here. Numbered events of a project pass strictly
 * in order; whatever comes over the bus from other instances takes the same way.
 */
class Hub {
  private readonly channels = new Map<string, ProjectChannel>();
  private readonly notificationListeners = new Map<string, Set<(notice: NotificationNotice) => void>>();
  private readonly controlListeners = new Set<(control: Control) => void>();
  private readonly presenceListeners = new Set<(projectId: string) => void>();

  constructor() {
    bus().subscribe((message) => this.receive(message));
    bus().onGap(() => void this.checkChannels());
    const timer = setInterval(() => void this.checkChannels(), checkMs);
    timer.unref();
  }

  /**
   * Tells this instance's streams, then the other instances. Called after the commit. Resolves when controls are on
   * their way to the others, which must know of them at once; what happened is numbered, and noticed if it is lost.
   */
  async publish(messages: { events?: ProjectEvent[]; notices?: NotificationNotice[]; controls?: Control[]; presence?: string[] }): Promise<void> {
    const outgoing: BusMessage[] = [
      ...(messages.controls ?? []).map((body) => ({ topic: "control", key: "", body })),
      ...(messages.events ?? []).map((body) => ({ topic: "event", key: `${body.projectId}=${body.seq ?? ""}`, body })),
      ...(messages.notices ?? []).map((body) => ({ topic: "notice", key: body.userId, body })),
      ...(messages.presence ?? []).map((projectId) => ({ topic: "presence", key: projectId, body: null })),
    ];
    for (const message of outgoing) this.receive(message);
    // What passes by once (pieces of answers, typing, presence) is much, and nobody's write waits for it.
    const mayWait = !messages.controls?.length && !messages.notices?.length && (messages.events ?? []).every(({ seq }) => seq === null);
    const handedOver = bus().publish(outgoing, mayWait ? "soon" : "now");
    if (messages.controls?.length) await handedOver;
  }

  /** The project's events on their way to the streams of this instance; undefined when none listens. */
  channelOf(projectId: string): ProjectChannel | undefined {
    return this.channels.get(projectId);
  }

  /**
   * Listens to a project. The listener gets every numbered event after the returned `position`, in order, and
   * whatever isn't numbered as it passes. One with an `interest` gets what doesn't concern it a little later, and
   * nothing of what is said in other conversations without a number, but for the receipts of its `reader`.
   */
  async subscribe(projectId: string, listener: EventListener, interest: Interest = null, reader: string | null = null): Promise<Subscription> {
    let channel = this.channels.get(projectId);
    if (!channel) {
      channel = new ProjectChannel({
        readPosition: async () => (await findSequence(db(), projectId)) ?? 0,
        readBetween: async (after, upTo) => (await listEventsBetween(db(), projectId, after, upTo, 1000)).map(toEvent),
        onError: (error) => logger().error({ err: error, projectId }, "a project's events could not be read"),
      });
      this.channels.set(projectId, channel);
    }
    const opened = channel;
    const unsubscribe = () => {
      opened.remove(listener);
      if (opened.isIdle() && this.channels.get(projectId) === opened) this.channels.delete(projectId);
    };
    try {
      const position = await opened.add(listener, interest, reader);
      return { position, setInterest: (next) => opened.setInterest(listener, next), flush: () => opened.flush(listener), unsubscribe };
    } catch (error) {
      unsubscribe();
      throw error;
    }
  }

  subscribeNotifications(userId: string, listener: (notice: NotificationNotice) => void): () => void {
    const listeners = this.notificationListeners.get(userId) ?? new Set();
    this.notificationListeners.set(userId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.notificationListeners.delete(userId);
    };
  }

  subscribeControl(listener: (control: Control) => void): () => void {
    this.controlListeners.add(listener);
    return () => void this.controlListeners.delete(listener);
  }

  /** Hears in which projects somebody came, moved or left, on whichever instance. */
  subscribePresence(listener: (projectId: string) => void): void {
    this.presenceListeners.add(listener);
  }

  /** Looks whether a wake-up of another instance was lost: one query for all the open projects. */
  async checkChannels(): Promise<void> {
    try {
      for (const [projectId, seq] of await listSequences(db(), [...this.channels.keys()])) this.channels.get(projectId)?.noticed(seq);
    } catch (error) {
      logger().warn({ err: error }, "the projects' event numbers could not be read");
    }
  }

  private receive(message: BusMessage): void {
    // The topic decides the type of the body; only `publish` above makes these messages.
    if (message.topic === "control") {
      // Too large for the bus: what it would drop or end here is noticed when it is read again.
      if (message.body === null) return;
      const control = message.body as Control;
      if (control.kind === "membership-changed") dropMemberships(control.projectId, control.userId);
      // Each instance may have a cache of its own; dropping never fails.
      if (control.kind === "cache-dropped") void cache().drop(control.keys);
      for (const listener of this.controlListeners) listener(control);
    } else if (message.topic === "notice") {
      if (message.body === null) return;
      const notice = message.body as NotificationNotice;
      for (const listener of this.notificationListeners.get(notice.userId) ?? []) listener(notice);
    } else if (message.topic === "presence") {
      for (const listener of this.presenceListeners) listener(message.key);
    } else if (message.topic === "event") {
      const [projectId = "", seq = ""] = message.key.split("=");
      const channel = this.channels.get(projectId);
      if (!channel) return;
      // A body that was too large for the bus is read from the database, like one that was lost.
      if (message.body === null) channel.noticed(Number(seq));
      else channel.push(message.body as ProjectEvent);
    }
  }
}

/** This process's hub. */
export const hub = (): Hub => perProcess("hub", () => new Hub());

/** A stored row as the event that members get on replay. */
export const toEvent = (row: Awaited<ReturnType<typeof listEventsBetween>>[number]): ProjectEvent => ({
  // Only `mutate` writes these rows, with names from the catalogue.
  name: row.actionType as ProjectEvent["name"],
  projectId: row.projectId,
  seq: row.seq,
  userId: row.userId,
  at: row.createdAt,
  payload: row.actionDetails,
});
