import type { Message } from "@/lib/chat/schemas";

/** A message and how it stands in the thread: `day` when a day begins with it, `joins` when it goes on after its author's last one. */
export type ThreadItem<M> = { message: M; day: string | null; joins: boolean };

type Told = Pick<Message, "userId" | "role" | "createdAt" | "deletedAt">;

/** Messages of one person within so many milliseconds stand under one name. */
const together = 5 * 60_000;

/** Puts names and days where a reader needs them. `timeZone` decides when a day begins. */
export function toThreadItems<M extends Told>(messages: readonly M[], timeZone: string): ThreadItem<M>[] {
  const format = dayFormat(timeZone);
  let before: { message: M; day: string } | null = null;
  return messages.map((message) => {
    const day = format.format(new Date(message.createdAt));
    const newDay = day !== before?.day;
    const joins = !newDay && before !== null && isSamePerson(before.message, message) && Date.parse(message.createdAt) - Date.parse(before.message.createdAt) < together;
    before = { message, day };
    return { message, day: newDay ? day : null, joins };
  });
}

/** The date of a moment in a time zone, as 2026-03-01. */
export const dayOf = (moment: number, timeZone: string): string => dayFormat(timeZone).format(moment);

/** Canada writes dates as ISO 8601 does. */
const dayFormat = (timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });

/** Each answer keeps its name, since its sources and its state belong to it alone. */
function isSamePerson(a: Told, b: Told): boolean {
  return a.role === "user" && b.role === "user" && a.userId !== null && a.userId === b.userId;
}
