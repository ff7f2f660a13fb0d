"use client";

import { useSyncExternalStore } from "react";

/** The reader's time zone; the server, which doesn't know it, draws in UTC. */
export function useTimeZone(): string {
  return useSyncExternalStore(neverChanges, () => Intl.DateTimeFormat().resolvedOptions().timeZone, () => "UTC");
}

function neverChanges(): () => void {
  return () => undefined;
}
