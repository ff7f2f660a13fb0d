import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { can } from "@/lib/access/permissions";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { activityKinds, catalogue } from "@/lib/events/catalogue";
import { listActivityRows } from "./queries";
import type { activityQuery, ActivityEntry } from "./schemas";

const position = z.tuple([z.number().int().min(0)]);

/** What happened in the project, newest first, as far as the caller's role may see it. */
export async function listActivity(by: Granted<"activity.read">, { kind, cursor, limit, ...filters }: z.output<typeof activityQuery>): Promise<{ items: ActivityEntry[]; nextCursor: string | null }> {
  const kinds = activityKinds.filter((name) => can(by.role, catalogue[name].visibleTo) && (!kind || name === kind || name.startsWith(`${kind}:`)));
  if (kinds.length === 0) return { items: [], nextCursor: null };
  const before = cursor ? decodeCursor(position, cursor)[0] : null;
  const rows = await listActivityRows(db(), by.projectId, { ...filters, kinds, before, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.seq]);
}
