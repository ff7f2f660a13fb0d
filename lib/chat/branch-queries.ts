import "server-only";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { chatBranches, messages } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

type Place = { projectId: string; sessionId: string };
type StoredBranch = typeof chatBranches.$inferSelect;
export type BranchRow = StoredBranch & { firstMessageId: string | null };

const inPlace = ({ projectId, sessionId }: Place) => and(eq(chatBranches.projectId, projectId), eq(chatBranches.sessionId, sessionId));
/** Named in full, because a column without its table would mean the message's own. */
const firstMessageId = sql<string | null>`(select first.id from ${messages} as first where first.branch_id = chat_branches.id order by first.id limit 1)`;
const columns = {
  id: chatBranches.id,
  projectId: chatBranches.projectId,
  sessionId: chatBranches.sessionId,
  parentId: chatBranches.parentId,
  forkMessageId: chatBranches.forkMessageId,
  userId: chatBranches.userId,
  createdAt: chatBranches.createdAt,
  firstMessageId,
};

export const insertBranch = (tx: Tx, branch: Pick<StoredBranch, "id" | "projectId" | "sessionId" | "parentId" | "forkMessageId" | "userId">) => tx.insert(chatBranches).values(branch);

export async function findBranch(db: Db, place: Place, branchId: string): Promise<BranchRow | null> {
  const [row] = await db.select(columns).from(chatBranches).where(and(inPlace(place), eq(chatBranches.id, branchId)));
  return row ?? null;
}

/** In the order in which they were made, after one of them. */
export const listBranches = (db: Db, place: Place, after: string | null, limit: number): Promise<BranchRow[]> =>
  db
    .select(columns)
    .from(chatBranches)
    .where(and(inPlace(place), after === null ? undefined : gt(chatBranches.id, after)))
    .orderBy(asc(chatBranches.id))
    .limit(limit);
