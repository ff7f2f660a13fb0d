"use client";

import { useSyncExternalStore } from "react";
import { dayOf } from "./thread-items";

/** The reader's time zone; the server, which doesn't know it, draws in UTC. */
export function useTimeZone(): string {
  return useSyncExternalStore(neverChanges, () => Intl.DateTimeFormat().resolvedOptions().timeZone, () => "UTC");
}

/** Today's date in a time zone, as 2026-03-01; it moves on at midnight. */
export function useToday(timeZone: string): string {
  return useSyncExternalStore(everyMinute, () => dayOf(Date.now(), timeZone), () => dayOf(Date.now(), timeZone));
}

function neverChanges(): () => void {
  return () => undefined;
}

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, 60_000);
  return () => clearInterval(timer);
}
