"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useToday } from "./use-time-zone";

/** The line at which a day begins. `day` is the date in the reader's time zone, as 2026-03-01. */
export function DayLine({ day, timeZone }: { day: string; timeZone: string }) {
  const t = useTranslations("chat");
  const format = useFormatter();
  const today = useToday(timeZone);
  const yesterday = new Date(Date.parse(`${today}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  // Noon in UTC of that date is that date, drawn in UTC.
  const date = new Date(`${day}T12:00:00Z`);
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  const words = day === today ? t("today") : day === yesterday ? t("yesterday") : format.dateTime(date, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }), timeZone: "UTC" });
  return (
    <div className="mt-6 mb-1 flex items-center gap-3 px-3 text-xs text-faint first:mt-2" suppressHydrationWarning>
      <span aria-hidden className="h-px flex-1 bg-line" />
      <h2 className="font-medium" suppressHydrationWarning>{words}</h2>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  );
}
