import "server-only";
import { and, asc, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { chatSessions, messages, users } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db, Tx } from "@/lib/core/db";

export type SessionRow = typeof chatSessions.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;
type Place = { projectId: string; sessionId: string };

const present = sql`clock_timestamp()`;

export async function insertSession(tx: Tx, values: { id: string; projectId: string; userId: string; title: string }): Promise<SessionRow> {
  const [row] = await tx.insert(chatSessions).values(values).returning();
  if (!row) throw new Error("a conversation was not stored");
  return row;
}

export async function findSession(db: Db, { projectId, sessionId }: Place): Promise<SessionRow | null> {
  const [row] = await db.select().from(chatSessions).where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)));
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

export async function updateSession(tx: Tx, { projectId, sessionId }: Place, changes: { title?: string | undefined; archived?: boolean | undefined }): Promise<SessionRow | null> {
  const [row] = await tx
    .update(chatSessions)
    .set({ ...changes, updatedAt: present })
    .where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)))
    .returning();
  return row ?? null;
}

export const deleteSession = (tx: Tx, { projectId, sessionId }: Place) =>
  tx.delete(chatSessions).where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.id, sessionId)));

export async function insertMessage(tx: Tx, values: { id: string; projectId: string; sessionId: string; userId: string; content: string; replyTo: string | null; at: string }): Promise<MessageRow> {
  const { at, ...message } = values;
  const [row] = await tx.insert(messages).values({ ...message, role: "user", createdAt: at, updatedAt: at }).returning();
  if (!row) throw new Error("a message was not stored");
  return row;
}

/** A message of a conversation with its writer's name. */
export async function findMessage(db: Db, place: Place, messageId: string): Promise<{ row: MessageRow; userName: string | null } | null> {
  const [found] = await withNames(db).where(and(inPlace(place), eq(messages.id, messageId)));
  return found ?? null;
}

/** Messages on one side of a message, those nearest to it first; without `from`, the newest. */
export function listMessages(db: Db, place: Place, side: { from: string | null; towards: "older" | "newer" }, limit: number) {
  const beyond = side.from === null ? undefined : side.towards === "older" ? lt(messages.id, side.from) : gt(messages.id, side.from);
  return withNames(db)
    .where(and(inPlace(place), beyond))
    .orderBy(side.towards === "older" ? desc(messages.id) : asc(messages.id))
    .limit(limit);
}

export async function updateContent(tx: Tx, place: Place, messageId: string, content: string, metadata: Record<string, unknown>): Promise<MessageRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ content, metadata: sql`${messages.metadata} || ${JSON.stringify(metadata)}::text::jsonb`, updatedAt: present })
    .where(and(inPlace(place), eq(messages.id, messageId), isNull(messages.deletedAt)))
    .returning();
  return row ?? null;
}

/** Takes a message's text away and leaves its trace; null when it streams or is deleted already. */
export async function eraseMessage(tx: Tx, place: Place, messageId: string): Promise<MessageRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ content: "", citations: [], metadata: {}, deletedAt: present, updatedAt: present })
    .where(and(inPlace(place), eq(messages.id, messageId), sql`${messages.status} <> 'streaming'`, isNull(messages.deletedAt)))
    .returning();
  return row ?? null;
}

const withNames = (db: Db) => db.select({ row: messages, userName: users.name }).from(messages).leftJoin(users, eq(users.id, messages.userId)).$dynamic();
const inPlace = ({ projectId, sessionId }: Place) => and(eq(messages.projectId, projectId), eq(messages.sessionId, sessionId));
