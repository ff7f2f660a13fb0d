import "server-only";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { chatSummaries, messages } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { Place } from "./answer-queries";
import { inView, type View } from "./branch-queries";

/** A conversation up to a message and with it, in few words. */
export type Summary = { upTo: string; content: string };

/** A conversation keeps so many: other branches and answers that are written anew use earlier ones. */
const mostKept = 10;

/** What reaches furthest of the summaries of a view that end before a question. */
export async function findSummary(db: Db, { projectId, sessionId, view, questionId }: Place & { view: View; questionId: string }): Promise<Summary | null> {
  const [row] = await db
    .select({ upTo: chatSummaries.upTo, content: chatSummaries.content })
    .from(chatSummaries)
    .innerJoin(messages, eq(messages.id, chatSummaries.upTo))
    .where(and(eq(chatSummaries.projectId, projectId), eq(chatSummaries.sessionId, sessionId), lt(chatSummaries.upTo, questionId), inView(view)))
    .orderBy(desc(chatSummaries.upTo), desc(chatSummaries.id))
    .limit(1);
  return row ?? null;
}

/**
 * Stores a summary, unless something that it covers was changed, deleted or written since it was read. Nobody sees it,
 * so it makes no event and goes past `mutate`.
 */
export async function insertSummary(db: Db, { projectId, sessionId, readAt }: Place & { readAt: string }, { upTo, content, model }: Summary & { model: string }): Promise<void> {
  await db.execute(sql`
    insert into ${chatSummaries} (id, project_id, session_id, up_to, content, model)
    select ${newId()}, ${projectId}, ${sessionId}, ${upTo}, ${content}, ${model}
    where not exists (select from ${messages} where session_id = ${sessionId} and id <= ${upTo} and updated_at >= ${readAt}::timestamptz)`);
  await db.execute(sql`
    delete from ${chatSummaries} where session_id = ${sessionId} and project_id = ${projectId}
      and id not in (select id from ${chatSummaries} where session_id = ${sessionId} order by id desc limit ${mostKept})`);
}

/** Drops the summaries that a message which is changed or deleted went into. */
export const dropSummaries = (tx: Tx, { projectId, sessionId }: Place, messageId: string) =>
  tx.delete(chatSummaries).where(and(eq(chatSummaries.projectId, projectId), eq(chatSummaries.sessionId, sessionId), gte(chatSummaries.upTo, messageId)));
