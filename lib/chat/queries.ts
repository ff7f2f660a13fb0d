import "server-only";
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, notInArray, sql, type SQL } from "drizzle-orm";
import { messages, messageVersions, projectCollaborators, users } from "@/drizzle/schema";
import { inPlace, type Place } from "@/lib/assistant/answer-queries";
import { inView, type View } from "@/lib/assistant/branch-queries";
import type { Db, Tx } from "@/lib/core/db";

export type MessageRow = typeof messages.$inferSelect;

const present = sql`clock_timestamp()`;

type NewMessage = Pick<MessageRow, "id" | "projectId" | "sessionId" | "branchId" | "userId" | "content" | "replyTo" | "mentions">;

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

/** The same, held until the transaction ends. */
export async function lockMessage(tx: Tx, place: Place, messageId: string): Promise<{ row: MessageRow; userName: string | null } | null> {
  const [found] = await withNames(tx).where(and(inPlace(place), eq(messages.id, messageId))).for("no key update", { of: messages });
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

/** The pinned messages of a view, those that were pinned last first, after one of them. */
export function listPinned(db: Db, place: Place, view: View, after: { pinnedAt: string; id: string } | null, limit: number) {
  const beyond = after ? sql`(${messages.pinnedAt}, ${messages.id}) < (${after.pinnedAt}::timestamptz, ${after.id}::uuid)` : undefined;
  return withNames(db).where(and(inPlace(place), inView(view), isNotNull(messages.pinnedAt), beyond)).orderBy(desc(messages.pinnedAt), desc(messages.id)).limit(limit);
}

/** Where a conversation's pinned messages stand, in whichever branch, those that were pinned last first. */
export const listPinPlaces = (db: Db, place: Place, limit: number): Promise<Pick<MessageRow, "id" | "branchId">[]> =>
  db.select({ id: messages.id, branchId: messages.branchId }).from(messages).where(and(inPlace(place), isNotNull(messages.pinnedAt))).orderBy(desc(messages.pinnedAt)).limit(limit);

/** What a message said before, newest first, before one of its versions. */
export const listVersions = (db: Db, projectId: string, messageId: string, before: number | null, limit: number) =>
  db
    .select()
    .from(messageVersions)
    .where(and(eq(messageVersions.projectId, projectId), eq(messageVersions.messageId, messageId), before === null ? undefined : lt(messageVersions.version, before)))
    .orderBy(desc(messageVersions.version))
    .limit(limit);

type Changes = Partial<Pick<MessageRow, "content" | "mentions" | "metadata" | "versions" | "reactions" | "attachments">>;

async function update(tx: Tx, place: Place, messageId: string, changes: Changes | Record<"pinnedAt" | "pinnedBy", SQL | string | null>): Promise<MessageRow> {
  const [row] = await tx.update(messages).set({ ...changes, updatedAt: present }).where(and(inPlace(place), eq(messages.id, messageId))).returning();
  if (!row) throw new Error("a message that is held is gone");
  return row;
}

/** These change a message that the transaction holds. */
export const updateContent = (tx: Tx, place: Place, messageId: string, changes: Required<Pick<Changes, "content" | "mentions" | "metadata" | "versions">>) => update(tx, place, messageId, changes);
export const updateReactions = (tx: Tx, place: Place, messageId: string, reactions: MessageRow["reactions"]) => update(tx, place, messageId, { reactions });
export const updateAttachments = (tx: Tx, place: Place, messageId: string, attachments: MessageRow["attachments"]) => update(tx, place, messageId, { attachments });
export const updatePin = (tx: Tx, place: Place, messageId: string, pinnedBy: string | null) => update(tx, place, messageId, { pinnedBy, pinnedAt: pinnedBy ? present : null });

/** Takes everything away that a message says and leaves its trace; null while it is being written or waits. */
export async function eraseMessage(tx: Tx, place: Place, messageId: string): Promise<MessageRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ content: "", citations: [], attachments: [], reactions: [], mentions: [], metadata: {}, versions: 0, pinnedAt: null, pinnedBy: null, deletedAt: present, updatedAt: present })
    .where(and(inPlace(place), eq(messages.id, messageId), notInArray(messages.status, ["queued", "streaming"])))
    .returning();
  if (row) await tx.delete(messageVersions).where(and(eq(messageVersions.projectId, place.projectId), eq(messageVersions.messageId, messageId)));
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
