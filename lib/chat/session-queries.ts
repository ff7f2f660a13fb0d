import "server-only";
import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { chatAttachments, chatSessionMembers, chatSessions, knowledgeDocuments, messages } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db, Tx } from "@/lib/core/db";
import { idsAfter, newIds } from "./message-ids";

export type SessionRow = typeof chatSessions.$inferSelect;
type Place = { projectId: string; sessionId: string };
export type SessionChanges = Partial<{ [Field in "title" | "autoTitle" | "archived" | "assistantMode" | "model" | "whenBusy" | "activeBranchId"]: SessionRow[Field] | undefined }>;

const present = sql`clock_timestamp()`;

export async function insertSession(tx: Tx, values: { id: string; projectId: string; userId: string; title: string; autoTitle: boolean }): Promise<SessionRow> {
  const [row] = await tx.insert(chatSessions).values(values).returning();
  if (!row) throw new Error("a conversation was not stored");
  return row;
}

/** Null for one that is deleted, too. */
export async function findSession(db: Db, place: Place): Promise<SessionRow | null> {
  const [row] = await db.select().from(chatSessions).where(here(place));
  return row ?? null;
}

/**
 * A conversation that somebody writes in: its deletion waits until the transaction ends, and other writers don't. Null
 * for one that is deleted.
 */
export async function keepSession(tx: Tx, place: Place): Promise<SessionRow | null> {
  const [row] = await tx.select().from(chatSessions).where(here(place)).for("key share");
  return row ?? null;
}

/**
 * The conversations of a project, newest activity first, after a position. Written as SQL, because it is the list that
 * is read most: with the query builder a page of 50 took 0.7 ms of processor, of which the query itself is 0.3.
 */
export async function listSessions(db: Db, projectId: string, filter: { archived: boolean; pinnedBy: string | null; after: readonly [string, string] | null; limit: number }): Promise<SessionRow[]> {
  const after = filter.after ? sql`and (updated_at, id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)` : sql``;
  const pinned = filter.pinnedBy ? sql`and id in (select session_id from ${chatSessionMembers} where project_id = ${projectId} and user_id = ${filter.pinnedBy} and pinned_at is not null)` : sql``;
  const rows = await db.execute<SessionRow>(sql`
    select id, project_id as "projectId", user_id as "userId", title, archived, assistant_mode as "assistantMode", model, when_busy as "whenBusy",
      active_branch_id as "activeBranchId", created_at as "createdAt", updated_at as "updatedAt"
    from ${chatSessions} where project_id = ${projectId} and archived = ${filter.archived} and deleted_at is null ${pinned} ${after}
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

/** Gives a conversation the name that was made for it, unless somebody has named it; null then. */
export async function nameUnnamed(tx: Tx, place: Place, title: string): Promise<SessionRow | null> {
  const [row] = await tx.update(chatSessions).set({ title, autoTitle: false }).where(and(here(place), eq(chatSessions.autoTitle, true))).returning();
  return row ?? null;
}

/**
 * Moves a conversation up the list, and holds its row: whoever writes to it meanwhile waits for the commit. Sets `count`
 * ids aside for messages, above all that are there: also where another instance, whose clock is ahead, wrote them.
 */
export async function touchSession(tx: Tx, place: Place, count: number): Promise<{ session: SessionRow; ids: string[] } | null> {
  const touch = async (ids: string[]) => {
    const lastMessageId = sql`greatest(${chatSessions.lastMessageId}, ${ids.at(-1)}::uuid)`;
    const [session] = await tx.update(chatSessions).set({ lastMessageId, updatedAt: present }).where(here(place)).returning();
    return session ? { session, ids } : null;
  };
  const ids = newIds(count);
  const touched = await touch(ids);
  const last = touched?.session.lastMessageId;
  return !last || last === ids.at(-1) ? touched : touch(idsAfter(last, count));
}

/** Makes a conversation invisible, and keeps it. The answers in it that are under way or wait end where they are. */
export async function markSessionDeleted(tx: Tx, place: Place): Promise<void> {
  await tx.update(chatSessions).set({ deletedAt: present }).where(here(place));
  await tx
    .update(messages)
    .set({ status: "stopped", leaseOwner: null, leaseUntil: null, stopRequested: false, updatedAt: present })
    .where(and(eq(messages.sessionId, place.sessionId), eq(messages.projectId, place.projectId), inArray(messages.status, ["queued", "streaming"])));
}

/** A conversation, deleted or not, locked until the transaction ends. */
export async function lockSession(tx: Tx, place: Place): Promise<SessionRow | null> {
  const [row] = await tx.select().from(chatSessions).where(hereOrDeleted(place)).for("update");
  return row ?? null;
}

/** Takes a deletion back. It keeps its place in the list. */
export async function unmarkSessionDeleted(tx: Tx, place: Place): Promise<SessionRow | null> {
  const [row] = await tx.update(chatSessions).set({ deletedAt: null }).where(hereOrDeleted(place)).returning();
  return row ?? null;
}

/** Content addresses of the files that came with a conversation's messages. */
export async function listSessionFiles(tx: Tx, { projectId, sessionId }: Place): Promise<string[]> {
  const rows = await tx
    .select({ hash: chatAttachments.filePath })
    .from(chatAttachments)
    .where(and(eq(chatAttachments.projectId, projectId), eq(chatAttachments.sessionId, sessionId)))
    .union(tx.select({ hash: sql<string>`${knowledgeDocuments.filePath}` }).from(knowledgeDocuments).where(and(ofSession({ projectId, sessionId }), isNotNull(knowledgeDocuments.filePath))));
  return rows.map((row) => row.hash);
}

/** Removes a conversation with everything in it; a document that became one of the project's stays. */
export async function removeSession(tx: Tx, place: Place): Promise<void> {
  await tx.update(knowledgeDocuments).set({ sessionId: null }).where(and(eq(knowledgeDocuments.projectId, place.projectId), eq(knowledgeDocuments.sessionId, place.sessionId), eq(knowledgeDocuments.scope, "project")));
  await tx.delete(chatSessions).where(hereOrDeleted(place));
}

const hereOrDeleted = ({ projectId, sessionId }: Place) => and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId));
/** A conversation that isn't deleted, within its project. */
const here = (place: Place) => and(hereOrDeleted(place), isNull(chatSessions.deletedAt));

/** Documents that belong to the conversation alone. */
const ofSession = ({ projectId, sessionId }: Place) => and(eq(knowledgeDocuments.projectId, projectId), eq(knowledgeDocuments.sessionId, sessionId), eq(knowledgeDocuments.scope, "conversation"));
