import "server-only";
import DataLoader from "dataloader";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { perProcess } from "@/lib/core/process";
import { listMemberships } from "./queries";

type Membership = { role: string; projectStatus: "active" | "archived" };
type Entry = { value: Promise<Membership | null>; readAt: number };

/**
 * Memberships are asked for on every request, so they are kept in memory: dropped when they change (an event tells
 * every instance), and read again after 30 s in case such an event was lost.
 */
const freshMs = 30_000;
const mostEntries = 20_000;
const entries = perProcess("memberships", () => new Map<string, Entry>());

/** Whatever is asked for in one turn of the event loop is read together: a thousand streams look at once whether they may go on. */
const reader = () =>
  perProcess("membership-reader", () => {
    const readAll = async (wanted: readonly { projectId: string; userId: string }[]): Promise<(Membership | null)[]> => {
      const rows = await listMemberships(db(), wanted);
      const byKey = new Map(rows.map(({ projectId, userId, role, projectStatus }) => [`${projectId}:${userId}`, { role, projectStatus }]));
      return wanted.map(({ projectId, userId }) => byKey.get(`${projectId}:${userId}`) ?? null);
    };
    return new DataLoader(readAll, { cache: false, maxBatchSize: 1_000 });
  });

/** The person's membership of a project, or null outside it. */
export function getMembership(projectId: string, userId: string): Promise<Membership | null> {
  const key = `${projectId}:${userId}`;
  const known = entries.get(key);
  if (known && clock.now() - known.readAt < freshMs) return known.value;
  const value = reader().load({ projectId, userId });
  if (entries.size >= mostEntries) entries.clear();
  entries.set(key, { value, readAt: clock.now() });
  value.catch(() => entries.delete(key));
  return value;
}

/** Forgets what is known of a project's members, or of one of them. */
export function dropMemberships(projectId: string, userId?: string): void {
  if (userId) {
    entries.delete(`${projectId}:${userId}`);
    return;
  }
  for (const key of entries.keys()) if (key.startsWith(`${projectId}:`)) entries.delete(key);
}
