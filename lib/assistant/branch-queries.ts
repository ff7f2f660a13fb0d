import "server-only";
import { and, eq, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { chatBranches, messages } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

type Place = { projectId: string; sessionId: string };

/**
 * What of a conversation is read as one thread: a branch, and of each branch below it what stands before the fork.
 * `parts` begin with the branch itself and end with the trunk; `before` is the fork, null where nothing is cut.
 */
export type View = { branchId: string | null; parts: { branchId: string | null; before: string | null }[] };

/** The conversation as it first went. */
export const trunk: View = { branchId: null, parts: [{ branchId: null, before: null }] };

/** How a branch is read, null being the trunk; null when the conversation has no such branch. */
export async function findView(db: Db, { projectId, sessionId }: Place, branchId: string | null): Promise<View | null> {
  if (branchId === null) return trunk;
  const line = await db.execute<{ id: string; fork: string }>(sql`
    with recursive line as (
      select id, parent_id, fork_message_id, 0 as depth from ${chatBranches}
      where project_id = ${projectId} and session_id = ${sessionId} and id = ${branchId}
      union all
      select parent.id, parent.parent_id, parent.fork_message_id, line.depth + 1
      from line join ${chatBranches} as parent on parent.id = line.parent_id
    ) select id, fork_message_id as fork from line order by depth`);
  if (line.length === 0) return null;
  const parts: View["parts"] = [];
  let before: string | null = null;
  for (const { id, fork } of line) {
    parts.push({ branchId: id, before });
    before = fork;
  }
  return { branchId, parts: [...parts, { branchId: null, before }] };
}

/** The messages of a view. Ids rise from part to part, so that pages by id stay pages of the view. */
export const inView = ({ parts }: View): SQL | undefined =>
  or(...parts.map(({ branchId, before }) => and(branchId === null ? isNull(messages.branchId) : eq(messages.branchId, branchId), before === null ? undefined : lt(messages.id, before))));

/** Whether a message stands in a view. */
export const isInView = ({ parts }: View, message: { id: string; branchId: string | null }): boolean =>
  parts.some(({ branchId, before }) => message.branchId === branchId && (before === null || message.id < before));
