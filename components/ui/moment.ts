export type MomentStyle = "relative" | "clock" | "date";

/** The words for a moment, seen from `now` (milliseconds since 1970), in the time zone of the machine. */
export function momentInWords(date: Date, style: MomentStyle, locale: string, now: number): string {
  if (style === "clock") return dateFormat(locale, "clock").format(date);
  const seconds = (date.getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (style === "date" || size > 7 * 86_400) {
    const sameYear = new Date(now).getFullYear() === date.getFullYear();
    return dateFormat(locale, sameYear ? "day" : "dayOfYear").format(date);
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  if (size < 45) return relative.format(0, "second");
  if (size < 3600) return relative.format(Math.sign(seconds) * Math.max(1, Math.round(size / 60)), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}

/** The exact moment, in words. */
export const momentInFull = (date: Date, locale: string): string => dateFormat(locale, "full").format(date);

const dateStyles = {
  clock: { timeStyle: "short" },
  day: { month: "short", day: "numeric" },
  dayOfYear: { month: "short", day: "numeric", year: "numeric" },
  full: { dateStyle: "full", timeStyle: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making a format takes as long as formatting hundreds of dates with it, and a thread has a date in each row. */
function dateFormat(locale: string, style: keyof typeof dateStyles): Intl.DateTimeFormat {
  const key = `${style} ${locale}`;
  let format = dateFormats.get(key);
  if (!format) dateFormats.set(key, (format = new Intl.DateTimeFormat(locale, dateStyles[style])));
  return format;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
