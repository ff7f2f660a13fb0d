import "server-only";
import { requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { changeFacts, presentMessage } from "@/lib/assistant/present";
import { isoNow } from "@/lib/core/clock";
import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { broadcast, mutate } from "@/lib/events/mutate";
import { eraseMessage, findMessage, updateContent } from "./queries";
import type { Message } from "./schemas";
import { holdSession } from "./session-queries";
import { getSession } from "./sessions";

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
  const place = { projectId: by.projectId, sessionId };
  const found = (await holdSession(tx, place)) && (await findMessage(tx, place, messageId));
  if (!found) throw new AppError("not-found");
  requireAuthorOr(by, found.row, "chat.moderate");
  return found;
}
