import "server-only";
import { and, asc, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { messages, projectCollaborators, users } from "@/drizzle/schema";
import { inView, type View } from "@/lib/assistant/branch-queries";
import type { Db, Tx } from "@/lib/core/db";

export type MessageRow = typeof messages.$inferSelect;
type Place = { projectId: string; sessionId: string };

const present = sql`clock_timestamp()`;

type NewMessage = Pick<MessageRow, "id" | "projectId" | "sessionId" | "branchId" | "userId" | "content" | "replyTo" | "attachments" | "mentions">;

/** A message of a person, of the moment `at`. */
export async function insertMessage(tx: Tx, message: NewMessage, at: string): Promise<MessageRow> {
  const [row] = await tx.insert(messages).values({ ...message, role: "user", createdAt: at, updatedAt: at }).returning();
  if (!row) throw new Error("a message was not stored");
  return row;
}

/** A message of a conversation with its writer's name. */
export async function findMessage(db: Db, place: Place, messageId: string): Promise<{ row: MessageRow; userName: string | null } | null> {
  const [found] = await withNames(db).where(and(inPlace(place), eq(messages.id, messageId)));
  return found ?? null;
}

/** The newest answer, of a view or of all, and if asked for the newest to one question; deleted ones don't count. */
export async function findLastAnswer(db: Db, place: Place, { to, view }: { to?: string; view: View | null }): Promise<MessageRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(inPlace(place), eq(messages.role, "assistant"), isNull(messages.deletedAt), to ? eq(messages.replyTo, to) : undefined, view ? inView(view) : undefined))
    .orderBy(desc(messages.id))
    .limit(1);
  return row ?? null;
}

/** Messages of a view on one side of a message, those nearest to it first; without `from`, the newest. */
export function listMessages(db: Db, place: Place, view: View, side: { from: string | null; towards: "older" | "newer" }, limit: number) {
  const beyond = side.from === null ? undefined : side.towards === "older" ? lt(messages.id, side.from) : gt(messages.id, side.from);
  return withNames(db)
    .where(and(inPlace(place), inView(view), beyond))
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

/** The members of a project, by their names. */
export const listNamedMembers = (db: Db, projectId: string) =>
  db
    .select({ id: users.id, name: users.name })
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.status, "active")))
    .orderBy(asc(users.id));

const withNames = (db: Db) => db.select({ row: messages, userName: users.name }).from(messages).leftJoin(users, eq(users.id, messages.userId)).$dynamic();
const inPlace = ({ projectId, sessionId }: Place) => and(eq(messages.projectId, projectId), eq(messages.sessionId, sessionId));
