import type { Message } from "@/lib/chat/schemas";

/** How a message stands in the thread: `day` when a day begins with it, `joins` when it goes on after its author's last one. */
export type Standing = { day: string | null; joins: boolean };

type Told = Pick<Message, "userId" | "role" | "createdAt">;

/** Messages of one person within so many milliseconds stand under one name. */
const together = 5 * 60_000;

/** Puts names and days where a reader needs them. `timeZone` decides when a day begins. */
export function standingOf(message: Told, before: Told | null, timeZone: string): Standing {
  const at = Date.parse(message.createdAt);
  const day = dayOf(at, timeZone);
  if (before === null) return { day, joins: false };
  const last = Date.parse(before.createdAt);
  const isNewDay = day !== dayOf(last, timeZone);
  return { day: isNewDay ? day : null, joins: !isNewDay && isSamePerson(before, message) && at - last < together };
}

/** The date of a moment in a time zone, as 2026-03-01. */
export function dayOf(moment: number, timeZone: string): string {
  let format = formats.get(timeZone);
  // Canada writes dates as ISO 8601 does.
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })));
  return format.format(moment);
}

/** Making one takes as long as formatting hundreds of dates with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Each answer keeps its name, since its sources and its state belong to it alone. */
function isSamePerson(a: Told, b: Told): boolean {
  return a.role === "user" && b.role === "user" && a.userId !== null && a.userId === b.userId;
}
