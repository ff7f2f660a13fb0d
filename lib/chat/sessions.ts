import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { requireModel } from "@/lib/core/ai";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import type { ChatSession, ListSessionsQuery, UpdateSessionInput } from "./schemas";
import { findSession, insertSession, listSessions as listRows, updateSession as updateRow, type SessionRow } from "./session-queries";

const position = z.tuple([momentInput, z.guid()]);

/** Opens a conversation. Without a title it gets one from its first question. */
export function createSession(by: Granted<"chat.write">, input: { title: string }): Promise<ChatSession> {
  return mutate(by, async (tx, emit) => {
    const session = presentSession(await insertSession(tx, { id: newId(), projectId: by.projectId, userId: by.actor.id, title: input.title, autoTitle: input.title === "" }));
    emit("chat:session:created", { sessionId: session.id, title: session.title }, { thing: session });
    return session;
  });
}

/** The project's conversations, those with the newest activity first; with `pinned`, those that the caller pinned. */
export async function listSessions(by: Granted<"chat.read">, query: ListSessionsQuery): Promise<{ items: ChatSession[]; nextCursor: string | null }> {
  const after = query.cursor ? decodeCursor(position, query.cursor) : null;
  const rows = await listRows(db(), by.projectId, { archived: query.archived, pinnedBy: query.pinned ? by.actor.id : null, after, limit: query.limit + 1 });
  return toPage(rows.map(presentSession), query.limit, (session) => [session.updatedAt, session.id]);
}

/** @throws AppError `not-found` */
export async function getSession(by: Granted<"chat.read"> | Granted<"chat.write">, sessionId: string): Promise<ChatSession> {
  const row = await findSession(db(), { projectId: by.projectId, sessionId });
  if (!row) throw new AppError("not-found");
  return presentSession(row);
}

/**
 * Renames a conversation, archives it, or says how the assistant takes part. A name that somebody gave is never
 * changed by the assistant.
 * @throws AppError `not-found`, `validation-failed` for a model that isn't configured
 */
export async function updateSession(by: Granted<"chat.write">, sessionId: string, changes: UpdateSessionInput): Promise<ChatSession> {
  if (changes.model) requireModel(changes.model);
  return mutate(by, async (tx, emit) => {
    const place = { projectId: by.projectId, sessionId };
    const isChange = Object.values(changes).some((value) => value !== undefined);
    const row = isChange ? await updateRow(tx, place, { ...changes, ...(changes.title === undefined ? {} : { autoTitle: false }) }) : await findSession(tx, place);
    if (!row) throw new AppError("not-found");
    const session = presentSession(row);
    if (isChange) emit("chat:session:updated", { sessionId, title: session.title, archived: session.archived }, { thing: session });
    return session;
  });
}

/** A row of `chat_sessions` as the API shows it. */
export const presentSession = (row: SessionRow): ChatSession => ({
  id: row.id,
  projectId: row.projectId,
  userId: row.userId,
  title: row.title,
  archived: row.archived,
  assistantMode: row.assistantMode,
  model: row.model,
  whenBusy: row.whenBusy,
  activeBranchId: row.activeBranchId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
