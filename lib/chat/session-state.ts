import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, relaxedDb } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { broadcast } from "@/lib/events/mutate";
import { findMessage } from "./queries";
import type { SessionReader, SessionState } from "./schemas";
import { findState, listReaders as listReaderRows, listStates as listRows, moveReadCursor, nowIf, saveState } from "./session-state-queries";
import { getSession } from "./sessions";

/*
 * What a conversation is to one member. It concerns nobody else, so it has no events, doesn't pass `mutate`, and is for
 * everybody who may read, in an archived project too.
 */
type Reader = Granted<"chat.read">;
type PageQuery = { limit: number; cursor?: string | undefined };

const statePosition = z.tuple([momentInput, z.guid()]);
const readerPosition = z.tuple([z.guid()]);

/** @throws AppError `not-found` */
export async function getSessionState(by: Reader, sessionId: string): Promise<SessionState> {
  const row = await findState(db(), memberOf(by), sessionId);
  if (!row) throw new AppError("not-found");
  return presentState(row);
}

/** Conversations with something unread, a draft or a pin, the newest activity first; archived ones are left out. */
export async function listSessionStates(by: Reader, query: PageQuery): Promise<{ items: SessionState[]; nextCursor: string | null }> {
  const after = query.cursor ? decodeCursor(statePosition, query.cursor) : null;
  const rows = await listRows(db(), memberOf(by), after, query.limit + 1);
  const page = toPage(rows, query.limit, (row) => [row.updatedAt, row.sessionId]);
  return { ...page, items: page.items.map(presentState) };
}

/**
 * Notes that the caller has read up to a message, and tells the others. A message before the last one read changes
 * nothing.
 * @throws AppError `not-found`, `validation-failed` for a message of another conversation
 */
export async function markRead(by: Reader, sessionId: string, messageId: string): Promise<void> {
  const { id: userId, name } = by.actor;
  const { known, movedAt } = await moveReadCursor(relaxedDb(), { projectId: by.projectId, sessionId }, userId, messageId);
  if (movedAt) await broadcast(by.projectId, userId, "chat:read:receipt", { sessionId, userId, name, messageId, at: movedAt });
  if (known) return;
  await getSession(by, sessionId);
  throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/messageId", detail: "is not a message of this conversation" }] });
}

/** How far each member has read; those who have read nothing are left out. */
export async function listReaders(by: Reader, sessionId: string, query: PageQuery): Promise<{ items: SessionReader[]; nextCursor: string | null }> {
  await getSession(by, sessionId);
  const [after] = query.cursor ? decodeCursor(readerPosition, query.cursor) : [null];
  const rows = await listReaderRows(db(), { projectId: by.projectId, sessionId }, after, query.limit + 1);
  return toPage(rows, query.limit, ({ userId }) => [userId]);
}

/** Keeps what the caller began to write; without a text it is forgotten, all but when: a browser may still have it. */
export async function saveDraft(by: Reader, sessionId: string, { content, replyTo }: { content: string; replyTo: string | null }): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  await getSession(by, sessionId);
  if (replyTo && !(await findMessage(db(), place, replyTo))) {
    throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/replyTo", detail: "is not a message of this conversation" }] });
  }
  const isEmpty = content.trim() === "";
  await saveState(db(), place, by.actor.id, { draft: isEmpty ? "" : content, draftReplyTo: isEmpty ? null : replyTo, draftAt: nowIf(true) });
}

/** Keeps a conversation at the top of the caller's list, or no longer. */
export async function setSessionPin(by: Reader, sessionId: string, pinned: boolean): Promise<void> {
  await getSession(by, sessionId);
  await saveState(db(), { projectId: by.projectId, sessionId }, by.actor.id, { pinnedAt: nowIf(pinned) });
}

const memberOf = (by: Reader) => ({ projectId: by.projectId, userId: by.actor.id });

const presentState = ({ sessionId, unread, readUpTo, pinned, draft, draftReplyTo, draftAt }: SessionState): SessionState => ({ sessionId, unread, readUpTo, pinned, draft, draftReplyTo, draftAt });
