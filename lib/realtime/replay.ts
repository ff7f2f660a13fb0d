import "server-only";
import { db } from "@/lib/core/db";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { toEvent, type NotificationNotice } from "@/lib/events/hub";
import { findUserSequence, listEventsBetween, listNotificationsAfter } from "@/lib/events/queries";
import type { StreamCursor } from "./cursor";

/** A replay of more events than this costs more than reading anew. */
const mostReplayed = 2_000;
const noticesPage = 200;

/** What was missed between a cursor and the positions at which a stream begins; `reset` are the projects for which that can't be said. */
export async function readMissedEvents(after: StreamCursor | null, positions: ReadonlyMap<string, number>): Promise<{ events: ProjectEvent[]; reset: string[] }> {
  const events: ProjectEvent[] = [];
  const reset: string[] = [];
  for (const [projectId, position] of positions) {
    const from = after?.projects.get(projectId);
    if (from === undefined || from === position) continue;
    if (from > position || position - from > mostReplayed) reset.push(projectId);
    else events.push(...(await listEventsBetween(db(), projectId, from, position, mostReplayed)).map(toEvent));
  }
  return { events, reset };
}

/** A person's notifications after a number, all of them, and the number after which the stream goes on. */
export async function readMissedNotices(userId: string, after: number | null): Promise<{ notices: NotificationNotice[]; position: number }> {
  const notices: NotificationNotice[] = [];
  const position = await findUserSequence(db(), userId);
  let last = after;
  while (last !== null && last < position) {
    const page = (await listNotificationsAfter(db(), userId, last, noticesPage)).map(toNotice);
    if (page.length === 0) break;
    notices.push(...page);
    last = page.at(-1)?.seq ?? last;
  }
  return { notices, position: Math.max(position, last ?? 0) };
}

const toNotice = ({ id, userId, seq, kind, projectId, details, createdAt }: Awaited<ReturnType<typeof listNotificationsAfter>>[number]): NotificationNotice => ({ id, userId, seq, kind, projectId, details, createdAt });
