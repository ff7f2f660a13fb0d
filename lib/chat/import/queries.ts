import "server-only";
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { chatBranches, chatImports, chatSessions, messages } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { ImportedConversation, ImportedMessage } from "./conversation";

export type ImportRow = typeof chatImports.$inferSelect;
type NewImport = Pick<ImportRow, "id" | "userId" | "fileName" | "filePath" | "fileSize">;
export type Progress = Partial<Pick<ImportRow, "source" | "status" | "total" | "done" | "imported" | "skipped" | "skipReasons" | "problem">>;

/** Rows of one statement: each has nine values or fewer, and a statement takes 65,535. */
const rowsAtOnce = 1_000;
const one = (projectId: string, importId: string) => and(eq(chatImports.projectId, projectId), eq(chatImports.id, importId));

export async function insertImport(tx: Tx, projectId: string, values: NewImport): Promise<ImportRow> {
  const [row] = await tx.insert(chatImports).values({ ...values, projectId }).returning();
  if (!row) throw new Error("an import was not stored");
  return row;
}

export async function findImport(db: Db, projectId: string, importId: string): Promise<ImportRow | null> {
  const [row] = await db.select().from(chatImports).where(one(projectId, importId));
  return row ?? null;
}

/** Newest first, after a position. */
export const listImports = (db: Db, projectId: string, after: readonly [string, string] | null, limit: number): Promise<ImportRow[]> =>
  db
    .select()
    .from(chatImports)
    .where(and(eq(chatImports.projectId, projectId), after ? sql`(${chatImports.createdAt}, ${chatImports.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined))
    .orderBy(desc(chatImports.createdAt), desc(chatImports.id))
    .limit(limit);

/** Changes an import that hasn't ended; null when it has, or is gone. */
export async function updateImport(tx: Tx, projectId: string, importId: string, change: Progress): Promise<ImportRow | null> {
  const [row] = await tx
    .update(chatImports)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(one(projectId, importId), inArray(chatImports.status, ["queued", "running"])))
    .returning();
  return row ?? null;
}

/**
 * Stores a conversation as a session with its messages.
 * @returns false when it is in the project already
 */
export async function insertConversation(tx: Tx, projectId: string, userId: string | null, conversation: ImportedConversation): Promise<boolean> {
  const importedFrom = `${conversation.source}:${conversation.sourceId}`.slice(0, 255).toWellFormed();
  // One that was deleted, which can still be undone, doesn't stand in the way.
  await tx.update(chatSessions).set({ importedFrom: null }).where(and(eq(chatSessions.projectId, projectId), eq(chatSessions.importedFrom, importedFrom), isNotNull(chatSessions.deletedAt)));
  const { title, createdAt, updatedAt } = conversation;
  const sessionId = newId();
  const { rows, branches } = toRows(conversation, { projectId, sessionId, userId });
  const last = rows.at(-1)?.id ?? null;
  const session = { id: sessionId, projectId, userId, title, autoTitle: title === "", importedFrom, importedUpTo: last, lastMessageId: last, createdAt, updatedAt };
  const stored = await tx.insert(chatSessions).values(session).onConflictDoNothing().returning({ id: chatSessions.id });
  if (stored.length === 0) return false;
  if (branches.length > 0) await tx.insert(chatBranches).values(branches);
  for (let start = 0; start < rows.length; start += rowsAtOnce) await tx.insert(messages).values(rows.slice(start, start + rowsAtOnce));
  return true;
}

/** Branches come after what they leave, so that ids rise along every way. */
function toRows(conversation: ImportedConversation, place: { projectId: string; sessionId: string; userId: string | null }) {
  const branches: (typeof chatBranches.$inferInsert)[] = [];
  const rows: (typeof messages.$inferInsert & { id: string; branchId: string | null; question: string | null })[] = [];
  const add = (said: ImportedMessage[], branchId: string | null, before: string | null): void => {
    let question = before;
    for (const { role, content, createdAt, model } of said) {
      const id = newId();
      const replyTo = role === "assistant" ? question : null;
      rows.push({ ...place, id, branchId, userId: role === "user" ? place.userId : null, role, content, replyTo, question, metadata: { importedFrom: conversation.source, ...(model ? { model } : {}) }, createdAt, updatedAt: createdAt });
      if (role === "user") question = id;
    }
  };
  add(conversation.messages, null, null);
  for (const { fork, messages: said } of conversation.branches) {
    const left = rows[fork];
    if (!left) continue;
    const id = newId();
    branches.push({ ...place, id, parentId: left.branchId, forkMessageId: left.id });
    add(said, id, left.question);
  }
  return { rows: rows.map(({ question: _question, ...row }) => row), branches };
}
