import "server-only";
import type { Granted } from "@/lib/access/authorize";
import { changeFacts, presentMessage } from "@/lib/assistant/present";
import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { lockMessage, type MessageRow } from "./queries";
import type { Message } from "./schemas";
import { keepSession } from "./session-queries";

/**
 * Changes something that belongs to a message and isn't its text, and tells the members. `change` gives the changed
 * row, or null where nothing is to be changed: asking twice is the same as once.
 * @throws AppError `not-found`, `conflict` for a deleted message
 */
export function changeMessage(by: Granted<"chat.write">, sessionId: string, messageId: string, change: (tx: Tx, row: MessageRow) => Promise<MessageRow | null>): Promise<Message> {
  return mutate(by, async (tx, emit) => {
    const { row, userName } = await holdMessage(tx, by, sessionId, messageId);
    if (row.deletedAt) throw deleted();
    const changed = await change(tx, row);
    if (!changed) return presentMessage(row, userName);
    const message = presentMessage(changed, userName);
    emit("chat:message:updated", changeFacts(message), { thing: message });
    return message;
  });
}

/** A message of a conversation that is there, held until the transaction ends. @throws AppError `not-found` */
export async function holdMessage(tx: Tx, by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<{ row: MessageRow; userName: string | null }> {
  const place = { projectId: by.projectId, sessionId };
  const found = (await keepSession(tx, place)) && (await lockMessage(tx, place, messageId));
  if (!found) throw new AppError("not-found");
  return found;
}

export const deleted = () => new AppError("conflict", "The message was deleted.");
