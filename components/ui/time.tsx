"use client";

import { useLocale } from "next-intl";
import { useSyncExternalStore } from "react";
import { momentInFull, momentInWords, type MomentStyle } from "@/components/ui/moment";

type TimeProps = {
  /** A moment: ISO 8601 text, milliseconds since 1970, or a Date. */
  value: string | number | Date;
  /** "relative": "3 min. ago" for a week, then the date. "clock": the time of day. "date": the day. */
  style?: MomentStyle;
  className?: string;
};

/**
 * A moment in the reader's language and time zone; the exact one in its title. The server doesn't know the zone, so
 * its text stands until the browser's replaces it: the element is made anew after hydration, since React keeps what
 * the server wrote where a difference is allowed.
 */
export function Time({ value, style = "relative", className }: TimeProps) {
  const locale = useLocale();
  const now = useSyncExternalStore(subscribe, currentTick, serverTick);
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return null;
  return (
    <time key={now < 0 ? "server" : "browser"} suppressHydrationWarning dateTime={date.toISOString()} title={momentInFull(date, locale)} className={className}>
      {momentInWords(date, style, locale, Math.abs(now))}
    </time>
  );
}

// One clock for all moments on the page, moving twice a minute while any is shown.
let tick = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const notify of listeners) notify();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function currentTick(): number {
  // A list that appears after a quiet while must not count from the last tick.
  if (timer === undefined || tick === 0) tick = Math.floor(Date.now() / 1000) * 1000;
  return tick;
}

/** Negative, which says that the browser's own time is still to come. */
function serverTick(): number {
  return -Math.floor(Date.now() / 10_000) * 10_000;
}
