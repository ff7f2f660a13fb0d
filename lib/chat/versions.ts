import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { getMessage } from "./message-pages";
import { listVersions as listRows } from "./queries";
import type { MessageVersion } from "./schemas";

/** What a message said before it was edited, or an answer before it was written anew; newest first. */
export async function listVersions(by: Granted<"chat.read">, sessionId: string, messageId: string, query: { limit: number; cursor?: string | undefined }): Promise<{ items: MessageVersion[]; nextCursor: string | null }> {
  await getMessage(by, sessionId, messageId);
  const [before] = query.cursor ? decodeCursor(z.tuple([z.number().int().min(0).max(1_000_000_000)]), query.cursor) : [null];
  const rows = await listRows(db(), by.projectId, messageId, before, query.limit + 1);
  return toPage(rows, query.limit, ({ version }) => [version]);
}
