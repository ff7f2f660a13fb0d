import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { listPeople } from "./queries";
import type { PersonHere } from "./schemas";

const position = z.tuple([z.guid(), z.guid().nullable(), z.guid().nullable()]);

/** Who is in the project now, once for each place that they show, by person. How to follow it: see presence-news.ts. */
export async function listPresence(by: Granted<"member.read">, query: { cursor?: string | undefined; limit: number }): Promise<{ items: PersonHere[]; nextCursor: string | null }> {
  const after = query.cursor ? decodeCursor(position, query.cursor) : null;
  const rows = await listPeople(db(), by.projectId, { after, limit: query.limit + 1 });
  return toPage(rows, query.limit, ({ userId, sessionId, documentId }) => [userId, sessionId, documentId]);
}
