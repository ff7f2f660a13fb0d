export type MomentStyle = "relative" | "clock" | "date";

/** The words for a moment, seen from `now` (milliseconds since 1970), in the time zone of the machine. */
export function momentInWords(date: Date, style: MomentStyle, locale: string, now: number): string {
  if (style === "clock") return new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(date);
  const seconds = (date.getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (style === "date" || size > 7 * 86_400) {
    const sameYear = new Date(now).getFullYear() === date.getFullYear();
    return new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  if (size < 45) return relative.format(0, "second");
  if (size < 3600) return relative.format(Math.sign(seconds) * Math.max(1, Math.round(size / 60)), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), "hour");
  return relative.format(Math.trunc(seconds / 86_400), "day");
}
