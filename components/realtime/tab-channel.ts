import type { ProjectEvent } from "@/lib/events/catalogue";
import type { Place } from "@/lib/realtime/schemas";
import type { ConnectionState } from "./connection-state";
import type { NotificationNotice } from "./notification";
import type { Position } from "./positions";

/** What the owner of the connection knows, said once a second and whenever it changes. */
export type Beat = {
  kind: "beat";
  state: ConnectionState;
  /** Projects that the connection carries. */
  served: string[];
  /** Projects that are closed to this person. */
  refused: string[];
  positions: [string, Position][];
  user: number | null;
};

export type OwnerMessage =
  | Beat
  | { kind: "event"; event: ProjectEvent; after: number | null }
  | { kind: "notification"; notice: NotificationNotice }
  | { kind: "reset"; projectId: string; head: number };

/**
 * What a tab needs: its projects with the numbers from which on, and what it shows of them. `looks` says that somebody turned to them just now;
 * `ask` wants to hear the same of the others.
 */
export type Hello = { kind: "hello"; projects: Record<string, number>; places: Place[]; looks: boolean; ask: boolean };

/** `term` grows with each change of owner, so that one who was put aside while it slept isn't listened to. */
export type TabBody = (OwnerMessage & { term: number }) | Hello | { kind: "bye" };

/** What tabs say to each other; `tab` is who says it. */
export type TabMessage = TabBody & { tab: string };

/** The part of BroadcastChannel that is used. */
export type TabChannel = { post: (message: TabMessage) => void; close: () => void };

/** The part of the Web Locks interface that is used. */
export type TabLocks = {
  request: (name: string, options: { steal?: boolean; signal?: AbortSignal }, callback: () => Promise<void>) => Promise<unknown>;
};

/** How the tabs of a browser reach each other. */
export type Tabs = { locks: TabLocks; openChannel: (name: string, onMessage: (message: TabMessage) => void) => TabChannel };

/** This browser's locks and channel, or null where one of them is missing (such as locks without HTTPS). */
export function browserTabs(): Tabs | null {
  if (typeof BroadcastChannel === "undefined" || !("locks" in navigator)) return null;
  return { locks: navigator.locks, openChannel };
}

function openChannel(name: string, onMessage: (message: TabMessage) => void): TabChannel {
  const channel = new BroadcastChannel(name);
  // Only this program's tabs of the same session know the name, and all of them say it in these words.
  channel.onmessage = ({ data }) => onMessage(data as TabMessage);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
