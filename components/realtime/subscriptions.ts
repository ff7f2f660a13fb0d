import type { ProjectEvent } from "@/lib/events/catalogue";
import type { NotificationNotice } from "./notification";

export type ProjectListener = {
  onEvent: (event: ProjectEvent) => void;
  /** Something was missed: what is shown of the project has to be read anew. Events continue after it. */
  onReset: () => void;
};
export type NotificationListener = { onNotification: (notice: NotificationNotice) => void; onReset?: () => void };

type Subscription = { projectId: string; position: number; listener: ProjectListener };

/**
 * Who listens in this tab. Each listener knows the number up to which it has the project's events, beginning with the
 * one at which its page was rendered: doubles are dropped, and a hole becomes a reset.
 */
export class Subscriptions {
  private readonly subscriptions = new Set<Subscription>();
  private readonly notificationListeners = new Set<NotificationListener>();
  private user: number | null = null;

  /**
   * Adds a listener that has everything up to `position`.
   * @param heard the number up to which this tab has passed events on, or null if it hasn't listened to the project
   */
  add(projectId: string, position: number, listener: ProjectListener, heard: number | null): () => void {
    const subscription = { projectId, position, listener };
    this.subscriptions.add(subscription);
    // The caller is about to finish its own set-up; it hears of what it missed right after.
    if (heard !== null) queueMicrotask(() => this.subscriptions.has(subscription) && this.catchUp(subscription, heard));
    return () => void this.subscriptions.delete(subscription);
  }

  addNotifications(listener: NotificationListener): () => void {
    this.notificationListeners.add(listener);
    return () => void this.notificationListeners.delete(listener);
  }

  /** The projects listened to, each with the lowest number from which events are needed. */
  needs(): Record<string, number> {
    const needs: Record<string, number> = {};
    for (const { projectId, position } of this.subscriptions) needs[projectId] = Math.min(needs[projectId] ?? position, position);
    return needs;
  }

  /** Passes an event on. `after` is the number of the event before it, null for what has no number. */
  event(event: ProjectEvent, after: number | null): void {
    for (const subscription of this.of(event.projectId)) {
      if (event.seq !== null) {
        if (event.seq <= subscription.position) continue;
        if (after !== null) this.catchUp(subscription, after);
        subscription.position = event.seq;
      }
      subscription.listener.onEvent(event);
    }
  }

  /** The connection has passed on everything up to `seq`: whoever has less missed something. */
  heard(projectId: string, seq: number): void {
    for (const subscription of this.of(projectId)) this.catchUp(subscription, seq);
  }

  /** The project's events before `head` can't be had any more. */
  reset(projectId: string, head: number): void {
    for (const subscription of this.of(projectId)) {
      subscription.position = head;
      subscription.listener.onReset();
    }
  }

  notification(notice: NotificationNotice): void {
    if (this.user !== null && notice.seq <= this.user) return;
    this.user = notice.seq;
    for (const { onNotification } of this.notificationListeners) onNotification(notice);
  }

  /** The connection has passed on the person's notifications up to `seq`. */
  notificationsHeard(seq: number): void {
    const missed = this.user !== null && seq > this.user;
    this.user = Math.max(this.user ?? 0, seq);
    if (missed) for (const { onReset } of this.notificationListeners) onReset?.();
  }

  private catchUp(subscription: Subscription, seq: number): void {
    if (seq <= subscription.position) return;
    subscription.position = seq;
    subscription.listener.onReset();
  }

  private of(projectId: string): Subscription[] {
    return [...this.subscriptions].filter((subscription) => subscription.projectId === projectId);
  }
}
