"use client";

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { MessagePage } from "@/lib/chat/schemas";
import { useConnectionState, useProjectEvents, useUserId } from "@/components/realtime/provider";
import { ThreadController } from "./thread-controller";
import type { ThreadEdges } from "./thread-edges";
import type { ThreadItem } from "./thread-store";
import type { TypingPerson } from "./typing-indicators";

export type Thread = ThreadController;

type Options = {
  projectId: string;
  sessionId: string;
  /** The messages that the server rendered, and the project's event number at that time. */
  initialPage: MessagePage;
  initialSeq: number;
  /** The name under which one's own messages are shown until the server has them. */
  userName: string;
};

/**
 * A conversation, live. Give the component that calls it the session's id as its `key`: a thread belongs to one
 * session for its whole life. The thread itself never changes; read it with the hooks below.
 */
export function useThread({ projectId, sessionId, initialPage, initialSeq, userName }: Options): Thread {
  const userId = useUserId();
  const [thread] = useState(() => new ThreadController({ projectId, sessionId, page: initialPage, author: { id: userId, name: userName } }));
  // The thread has the state of its first rendering; a later one of the page must not make it skip events.
  const [firstSeq] = useState(initialSeq);
  useProjectEvents(projectId, firstSeq, useMemo(() => ({ onEvent: thread.handleEvent, onReset: thread.handleReset }), [thread]));
  const isLive = useConnectionState().name === "live";
  useEffect(() => {
    if (isLive) thread.handleLive();
  }, [thread, isLive]);
  useEffect(() => {
    thread.resume();
    return () => thread.rest();
  }, [thread]);
  return thread;
}

/** Keys of the messages, oldest first. Changes when messages come or go, not when one grows. */
export function useThreadOrder({ store }: Thread): readonly string[] {
  return useSyncExternalStore(store.subscribeOrder, store.getOrder, store.getOrder);
}

/** One message; draws anew only when it changes. Null once it is gone. */
export function useThreadItem({ store }: Thread, key: string): ThreadItem | null {
  const subscribe = useCallback((listener: () => void) => store.subscribeItem(key, listener), [store, key]);
  const get = () => store.getItem(key);
  return useSyncExternalStore(subscribe, get, get);
}

/** Who else types just now. */
export function useTyping({ store }: Thread): readonly TypingPerson[] {
  return useSyncExternalStore(store.subscribeTyping, store.getTyping, store.getTyping);
}

/** Whether there are older and newer messages, and whether they are being read. */
export function useThreadEdges({ store }: Thread): ThreadEdges {
  return useSyncExternalStore(store.subscribeEdges, store.getEdges, store.getEdges);
}
