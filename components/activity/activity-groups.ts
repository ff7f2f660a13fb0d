import type { ActivityEntry } from "@/lib/collaboration/schemas";

/** Entries that read as one: the same person doing the same in the same conversation, in a row. */
type ActivityGroup = { entry: ActivityEntry; count: number };
type ActivityDay = { key: string; at: string; groups: ActivityGroup[] };

/**
 * Entries by day, newest first, as they come. Messages of one person in one conversation that follow each other on
 * the same day become one entry with a count.
 * @param timeZone an IANA name; undefined is the machine's own
 */
export function groupByDay(entries: readonly ActivityEntry[], timeZone: string | undefined): ActivityDay[] {
  const dayOf = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone });
  const days: ActivityDay[] = [];
  for (const entry of entries) {
    const key = dayOf.format(new Date(entry.createdAt));
    let day = days.at(-1);
    if (day?.key !== key) days.push((day = { key, at: entry.createdAt, groups: [] }));
    const last = day.groups.at(-1);
    if (last && readAsOne(last.entry, entry)) last.count += 1;
    else day.groups.push({ entry, count: 1 });
  }
  return days;
}

function readAsOne(a: ActivityEntry, b: ActivityEntry): boolean {
  return a.actionType === "chat:message:received" && b.actionType === a.actionType && a.userId === b.userId && a.actionDetails["sessionId"] === b.actionDetails["sessionId"] && a.actionDetails["role"] === b.actionDetails["role"];
}
