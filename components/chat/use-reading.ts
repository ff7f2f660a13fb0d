"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { SessionState } from "@/lib/chat/schemas";
import { lastSeen } from "./last-seen";
import type { Thread } from "./state/use-thread";

type Reading = {
  /** To be told the first row in view, null at the end, and the last one. */
  onView: (first: string | null, last: string | null) => void;
  /** How many messages of others, of those at hand, come after the last one that has been in view. */
  unseen: number;
  /** The row before which the line stands that parts what is new in this visit, or null. */
  newKey: string | null;
};

/** Follows what the reader has read, and tells it to the server while the page is in sight. */
export function useReading(thread: Thread, order: readonly string[], userId: string, state: SessionState): Reading {
  const { store, readCursor, read, setViewTop } = thread;
  const hasUnread = state.unread > 0 && state.readUpTo !== null;
  const [seen, setSeen] = useState(() => lastSeen(state, store.span?.newest ?? ""));
  const [since, setSince] = useState(hasUnread ? state.readUpTo : null);
  const last = useRef<string | null>(null);

  const see = useCallback(() => {
    if (last.current === null || document.visibilityState === "hidden") return;
    const id = read(last.current);
    if (id !== null) setSeen((before) => (id > before ? id : before));
  }, [read]);
  const onView = useCallback(
    (first: string | null, lastInView: string | null) => {
      setViewTop(first);
      last.current = lastInView;
      see();
    },
    [setViewTop, see],
  );

  useEffect(() => {
    let left: string | null = null;
    const onVisibility = (): void => {
      if (document.visibilityState === "hidden") {
        left = readCursor.position;
        readCursor.flush();
        return;
      }
      // Whoever comes back sees what has come meanwhile as new, until the next time.
      if (left && countNews(store, left, userId) > 0) setSince(left);
      see();
    };
    const flush = (): void => readCursor.flush();
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", flush);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", flush);
    };
  }, [readCursor, see, store, userId]);

  // The first message of somebody else's after the one that was the last; those before it needn't be at hand.
  const isNew = (key: string): boolean => since !== null && isOthersAfter(store, key, since, userId);
  const newKey = since === null || !order.some((key) => (store.idOf(key) ?? "") <= since) ? null : (order.slice(indexAfter(store, order, since)).find(isNew) ?? null);
  return { onView, unseen: countNews(store, seen, userId), newKey };
}

function countNews(store: Thread["store"], after: string, userId: string): number {
  const order = store.getOrder();
  return order.slice(indexAfter(store, order, after)).filter((key) => isOthersAfter(store, key, after, userId)).length;
}

/** Where the messages after one begin. */
function indexAfter(store: Thread["store"], order: readonly string[], after: string): number {
  let index = order.length;
  while (index > 0 && (store.idOf(order[index - 1] ?? "") ?? "~") > after) index -= 1;
  return index;
}

function isOthersAfter(store: Thread["store"], key: string, after: string, userId: string): boolean {
  const id = store.idOf(key);
  return id !== null && id > after && store.getItem(key)?.message.userId !== userId;
}
