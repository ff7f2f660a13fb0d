"use client";

import { useSyncExternalStore } from "react";
import { dayOf } from "./thread-items";

/** The reader's time zone; the server, which doesn't know it, draws in UTC. */
export function useTimeZone(): string {
  return useSyncExternalStore(neverChanges, ownTimeZone, () => "UTC");
}

/** Today's date in a time zone, as 2026-03-01; it moves on at midnight. */
export function useToday(timeZone: string): string {
  return useSyncExternalStore(everyMinute, () => dayOf(Date.now(), timeZone), () => dayOf(Date.now(), timeZone));
}

/** Asked once: the answer takes a while, and this is read with every drawing. */
function ownTimeZone(): string {
  return (timeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
}

let timeZone: string | undefined;

function neverChanges(): () => void {
  return () => undefined;
}

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, 60_000);
  return () => clearInterval(timer);
}
