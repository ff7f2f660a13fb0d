import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { chatSessions } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db, Tx } from "@/lib/core/db";

export type SessionRow = typeof chatSessions.$inferSelect;
type Place = { projectId: string; sessionId: string };
export type SessionChanges = Partial<{ [Field in "title" | "autoTitle" | "archived" | "assistantMode" | "model" | "whenBusy" | "activeBranchId"]: SessionRow[Field] | undefined }>;

const present = sql`clock_timestamp()`;

export async function insertSession(tx: Tx, values: { id: string; projectId: string; userId: string; title: string }): Promise<SessionRow> {
  const [row] = await tx.insert(chatSessions).values(values).returning();
  if (!row) throw new Error("a conversation was not stored");
  return row;
}

export async function findSession(db: Db, place: Place): Promise<SessionRow | null> {
  const [row] = await db.select().from(chatSessions).where(here(place));
  return row ?? null;
}

/**
 * The conversations of a project, newest activity first, after a position. Written as SQL, because it is the list that
 * is read most: with the query builder a page of 50 took 0.7 ms of processor, of which the query itself is 0.3.
 */
export async function listSessions(db: Db, projectId: string, filter: { archived: boolean; after: readonly [string, string] | null; limit: number }): Promise<SessionRow[]> {
  const after = filter.after ? sql`and (updated_at, id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)` : sql``;
  const rows = await db.execute<SessionRow>(sql`
    select id, project_id as "projectId", user_id as "userId", title, archived, assistant_mode as "assistantMode", model, when_busy as "whenBusy",
      active_branch_id as "activeBranchId", created_at as "createdAt", updated_at as "updatedAt"
    from ${chatSessions} where project_id = ${projectId} and archived = ${filter.archived} and deleted_at is null ${after}
    order by updated_at desc, id desc limit ${filter.limit}`);
  return rows.map((row) => ({ ...row, createdAt: toIso(row.createdAt), updatedAt: toIso(row.updatedAt) }));
}

/**
 * Changes what a conversation is. It keeps its place in the list, which only messages move (`touchSession`).
 * An undefined value leaves what there is.
 */
export async function updateSession(tx: Tx, place: Place, changes: SessionChanges): Promise<SessionRow | null> {
  const [row] = await tx.update(chatSessions).set(changes).where(here(place)).returning();
  return row ?? null;
}

/** Moves a conversation up the list, and holds its row: whoever writes to it meanwhile waits for the commit. */
export async function touchSession(tx: Tx, place: Place, changes: SessionChanges = {}): Promise<SessionRow | null> {
  const [row] = await tx.update(chatSessions).set({ ...changes, updatedAt: present }).where(here(place)).returning();
  return row ?? null;
}

export const deleteSession = (tx: Tx, { projectId, sessionId }: Place) =>
  tx.delete(chatSessions).where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)));

/** A conversation that isn't deleted, within its project. */
const here = ({ projectId, sessionId }: Place) => and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId), isNull(chatSessions.deletedAt));
