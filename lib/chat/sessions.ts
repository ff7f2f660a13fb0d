import "server-only";
import { z } from "zod";
import { requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { deleteSession as deleteRow, findSession, insertSession, listSessions as listRows, updateSession as updateRow, type SessionRow } from "./session-queries";
import type { ChatSession } from "./schemas";

const position = z.tuple([momentInput, z.guid()]);

/** Opens a conversation. Without a title it gets one from its first question. */
export function createSession(by: Granted<"chat.write">, input: { title: string }): Promise<ChatSession> {
  return mutate(by, async (tx, emit) => {
    const session = presentSession(await insertSession(tx, { id: newId(), projectId: by.projectId, userId: by.actor.id, title: input.title }));
    emit("chat:session:created", { sessionId: session.id, title: session.title }, { thing: session });
    return session;
  });
}

/** The project's conversations, those with the newest activity first. */
export async function listSessions(by: Granted<"chat.read">, query: { limit: number; cursor?: string | undefined; archived: boolean }): Promise<{ items: ChatSession[]; nextCursor: string | null }> {
  const after = query.cursor ? decodeCursor(position, query.cursor) : null;
  const rows = await listRows(db(), by.projectId, { archived: query.archived, after, limit: query.limit + 1 });
  return toPage(rows.map(presentSession), query.limit, (session) => [session.updatedAt, session.id]);
}

/** @throws AppError `not-found` */
export async function getSession(by: Granted<"chat.read"> | Granted<"chat.write">, sessionId: string): Promise<ChatSession> {
  const row = await findSession(db(), { projectId: by.projectId, sessionId });
  if (!row) throw new AppError("not-found");
  return presentSession(row);
}

/** Renames, archives or brings back a conversation. @throws AppError `not-found` */
export function updateSession(by: Granted<"chat.write">, sessionId: string, changes: { title?: string | undefined; archived?: boolean | undefined }): Promise<ChatSession> {
  return mutate(by, async (tx, emit) => {
    const row = await updateRow(tx, { projectId: by.projectId, sessionId }, changes);
    if (!row) throw new AppError("not-found");
    const session = presentSession(row);
    emit("chat:session:updated", { sessionId, title: session.title, archived: session.archived }, { thing: session });
    return session;
  });
}

/** Deletes a conversation with its messages; answers under way end. For whoever opened it, and for moderators. */
export function deleteSession(by: Granted<"chat.write">, sessionId: string): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  return mutate(by, async (tx, emit, control) => {
    const row = await findSession(tx, place);
    if (!row) throw new AppError("not-found");
    requireAuthorOr(by, row, "chat.moderate");
    await deleteRow(tx, place);
    emit("chat:session:deleted", { sessionId, title: row.title });
    control({ kind: "answer-stopped", chatSessionId: sessionId, messageId: null });
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
