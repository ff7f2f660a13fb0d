"use client";

import { createContext, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { connecting, type ConnectionState } from "./connection-state";
import { SharedStream } from "./shared-stream";
import type { NotificationListener, ProjectListener } from "./subscriptions";

type Realtime = { stream: SharedStream; userId: string };
const RealtimeContext = createContext<Realtime | null>(null);

/**
 * Opens the session's stream for what is inside. `sessionKey` names the session among the browser's tabs; it needs no
 * secret and must differ between sessions.
 */
export function RealtimeProvider({ sessionKey, userId, children }: { sessionKey: string; userId: string; children: ReactNode }) {
  return (
    <SessionStream key={sessionKey} sessionKey={sessionKey} userId={userId}>
      {children}
    </SessionStream>
  );
}

/**
 * Hears what happens in a project from the number `initialSeq` on, at which the page was rendered. `onReset` means
 * that something was missed and what is shown has to be read anew; events go on after it. Events may come twice when
 * they have no number.
 */
export function useProjectEvents(projectId: string, initialSeq: number, listener: ProjectListener): void {
  const { stream } = useRealtime();
  const latest = useLatest(listener);
  useEffect(
    () =>
      stream.subscribe(projectId, initialSeq, {
        onEvent: (event) => latest.current.onEvent(event),
        onReset: () => latest.current.onReset(),
      }),
    [stream, projectId, initialSeq, latest],
  );
}

/** The truth about the connection, for this tab. A change of the project shown is no interruption. */
export function useConnectionState(): ConnectionState {
  const { stream } = useRealtime();
  return useSyncExternalStore(
    (listener) => stream.subscribeState(listener),
    () => stream.getState(),
    () => connecting,
  );
}

/** Hears the person's new notifications; `onReset` means that some were missed. */
export function useNotifications(onNotification: NotificationListener["onNotification"], onReset?: () => void): void {
  const { stream } = useRealtime();
  const latest = useLatest({ onNotification, onReset });
  useEffect(
    () =>
      stream.subscribeNotifications({
        onNotification: (notice) => latest.current.onNotification(notice),
        onReset: () => latest.current.onReset?.(),
      }),
    [stream, latest],
  );
}

/**
 * Says that this page shows a conversation or a document of a project, or, with neither, another page of it. The
 * stream then carries the conversation in full, and the others see where this person is.
 */
export function usePlace(projectId: string, { sessionId = null, documentId = null }: { sessionId?: string | null; documentId?: string | null } = {}): void {
  const { stream } = useRealtime();
  useEffect(() => stream.show({ projectId, sessionId, documentId }), [stream, projectId, sessionId, documentId]);
}

/** Who uses this page. */
export function useUserId(): string {
  return useRealtime().userId;
}

function SessionStream({ sessionKey, userId, children }: { sessionKey: string; userId: string; children: ReactNode }) {
  const [stream] = useState(() => new SharedStream({ sessionKey }));
  const realtime = useMemo(() => ({ stream, userId }), [stream, userId]);
  useEffect(() => {
    stream.start();
    return () => stream.stop();
  }, [stream]);
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

function useRealtime(): Realtime {
  const realtime = useContext(RealtimeContext);
  if (!realtime) throw new Error("Realtime hooks need a RealtimeProvider above them.");
  return realtime;
}

/** The newest value, for listeners that are registered once. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
