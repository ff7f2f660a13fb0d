import { chatSessions } from "../../drizzle/schema";
import { db } from "../../lib/core/db";
import { newId } from "../../lib/core/ids";

/**
 * What `listSessions` in lib/chat/session-queries.ts sends for the first page of 50: it reads one row more, to know whether
 * there is a next page.
 */
export const sessionSql = `select id, project_id as "projectId", user_id as "userId", title, archived, assistant_mode as "assistantMode", model, when_busy as "whenBusy",
    active_branch_id as "activeBranchId", created_at as "createdAt", updated_at as "updatedAt"
  from chat_sessions where project_id = $1 and archived = false and deleted_at is null
  order by updated_at desc, id desc limit 51`;

/** Makes conversations directly in the table. @returns their ids */
export async function insertSessions(projectId: string, userId: string, count: number, assistantMode: "always" | "mentioned" | "never" = "always"): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), projectId, userId, title: `Conversation ${index + 1}`, autoTitle: false, assistantMode }));
  await db().insert(chatSessions).values(rows);
  return rows.map(({ id }) => id);
}
