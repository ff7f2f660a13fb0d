"use client";

import { useCallback, useSyncExternalStore } from "react";
import type { Message } from "@/lib/chat/schemas";
import type { Thread } from "./state/use-thread";

/** An answer under way is among the last messages, even when people go on writing below it. */
const lastFew = 8;

/** The id of the newest answer that is being written, or null. */
export function useStreamingAnswer({ store }: Thread): string | null {
  const subscribe = useCallback((listener: () => void) => watchLast(store, listener), [store]);
  const get = (): string | null => lastMessages(store).findLast(({ status }) => status === "streaming")?.id ?? null;
  return useSyncExternalStore(subscribe, get, get);
}

/** The last messages that the server has. */
export function lastMessages(store: Thread["store"]): Message[] {
  return store.getOrder().slice(-lastFew).flatMap((key) => {
    const item = store.getItem(key);
    return item && !item.send ? item.message : [];
  });
}

/** Hears of every change of the last messages, whichever these are at the time. */
export function watchLast(store: Thread["store"], listener: () => void): () => void {
  let stops: (() => void)[] = [];
  const follow = () => {
    for (const stop of stops) stop();
    stops = store.getOrder().slice(-lastFew).map((key) => store.subscribeItem(key, listener));
  };
  follow();
  const stopOrder = store.subscribeOrder(() => {
    follow();
    listener();
  });
  return () => {
    stopOrder();
    for (const stop of stops) stop();
  };
}
