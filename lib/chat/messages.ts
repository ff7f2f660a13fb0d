import "server-only";
import { z } from "zod";
import { requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { changeFacts, presentMessage } from "@/lib/assistant/present";
import { isoNow } from "@/lib/core/clock";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import { db, type Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { broadcast, mutate } from "@/lib/events/mutate";
import { eraseMessage, findMessage, listMessages as listRows, updateContent } from "./queries";
import type { Message, MessagePage } from "./schemas";
import { getSession } from "./sessions";

const position = z.tuple([z.enum(["older", "newer"]), z.guid()]);

/**
 * A page of a conversation, oldest first within it. Without a cursor the newest messages; `previousCursor` leads to
 * older ones, `nextCursor` to newer ones, each null where there are none.
 */
export async function listMessages(by: Granted<"chat.read">, sessionId: string, query: { cursor?: string | undefined; limit: number }): Promise<MessagePage> {
  await getSession(by, sessionId);
  const [towards, from] = query.cursor ? decodeCursor(position, query.cursor) : (["older", null] as const);
  const rows = await listRows(db(), { projectId: by.projectId, sessionId }, { from, towards }, query.limit + 1);
  const hasMore = rows.length > query.limit;
  const nearest = rows.slice(0, query.limit).map(({ row, userName }) => presentMessage(row, userName));
  const items = towards === "older" ? nearest.toReversed() : nearest;
  const [first, last] = [items[0], items.at(-1)];
  // Whatever the cursor named lies on the side that the page was read from.
  const hasOlder = towards === "older" ? hasMore : true;
  const hasNewer = towards === "newer" ? hasMore : from !== null;
  return {
    items,
    previousCursor: first && hasOlder ? encodeCursor(["older", first.id]) : null,
    nextCursor: last && hasNewer ? encodeCursor(["newer", last.id]) : null,
  };
}

/** @throws AppError `not-found` */
export async function getMessage(by: Granted<"chat.read">, sessionId: string, messageId: string): Promise<Message> {
  const found = await findMessage(db(), { projectId: by.projectId, sessionId }, messageId);
  if (!found) throw new AppError("not-found");
  return presentMessage(found.row, found.userName);
}

/** Changes a person's message; `metadata.editedAt` tells when. An assistant's answer can't be edited. */
export function updateMessage(by: Granted<"chat.write">, sessionId: string, messageId: string, content: string): Promise<Message> {
  const place = { projectId: by.projectId, sessionId };
  return mutate(by, async (tx, emit) => {
    const { row, userName } = await requireOwn(tx, by, sessionId, messageId);
    if (row.role === "assistant") throw new AppError("not-permitted", "An answer of the assistant can't be edited.");
    const updated = await updateContent(tx, place, messageId, content, { editedAt: isoNow() });
    if (!updated) throw new AppError("conflict", "The message was deleted.");
    const message = presentMessage(updated, userName);
    emit("chat:message:updated", changeFacts(message), { thing: message });
    return message;
  });
}

/** Takes a message's text away and leaves its trace. @throws AppError `conflict` while it streams */
export function deleteMessage(by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<void> {
  return mutate(by, async (tx, emit) => {
    const { row, userName } = await requireOwn(tx, by, sessionId, messageId);
    if (row.deletedAt) return;
    const erased = await eraseMessage(tx, { projectId: by.projectId, sessionId }, messageId);
    if (!erased) throw new AppError("conflict", "The answer is still being written: stop it first.");
    const message = presentMessage(erased, userName);
    emit("chat:message:updated", changeFacts(message), { thing: message });
  });
}

/** Tells the others that somebody writes, or no longer does. Nothing is stored. */
export async function tellTyping(by: Granted<"chat.write">, sessionId: string, state: "start" | "stop"): Promise<void> {
  await getSession(by, sessionId);
  const { id: userId, name } = by.actor;
  await broadcast(by.projectId, userId, "chat:typing:indicator", { sessionId, userId, name, state });
}

async function requireOwn(tx: Tx, by: Granted<"chat.write">, sessionId: string, messageId: string) {
  const found = await findMessage(tx, { projectId: by.projectId, sessionId }, messageId);
  if (!found) throw new AppError("not-found");
  requireAuthorOr(by, found.row, "chat.moderate");
  return found;
}
