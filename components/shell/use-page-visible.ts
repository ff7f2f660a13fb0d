"use client";

import { useSyncExternalStore } from "react";

/** Whether the tab is looked at, as far as the browser knows. */
export const usePageVisible = (): boolean => useSyncExternalStore(subscribe, isVisible, () => true);

const isVisible = (): boolean => document.visibilityState === "visible";

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
