import { chatSessions } from "../../drizzle/schema";
import { db } from "../../lib/core/db";
import { newId } from "../../lib/core/ids";

/**
 * What `listSessions` in lib/chat/session-queries.ts sends for the first page of 50: it reads one row more, to know whether
 * there is a next page.
 */
export const sessionSql = `select "id", "project_id", "user_id", "title", "archived", "created_at", "updated_at" from "chat_sessions"
  where ("chat_sessions"."project_id" = $1 and "chat_sessions"."archived" = false)
  order by "chat_sessions"."updated_at" desc, "chat_sessions"."id" desc limit 51`;

/** Makes conversations directly in the table. */
export async function insertSessions(projectId: string, userId: string, count: number): Promise<void> {
  await db()
    .insert(chatSessions)
    .values(Array.from({ length: count }, (_, index) => ({ id: newId(), projectId, userId, title: `Conversation ${index + 1}` })));
}
