import "server-only";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { giveToConversation } from "@/lib/knowledge/conversation-documents";
import { presentAttachment } from "./attachments";
import { claimUnsent, insertAttachments, listOfMessage } from "./queries";
import type { Attachment } from "./schemas";

type Message = { projectId: string; sessionId: string; messageId: string; userId: string };

/**
 * Makes files part of a message, in the order of `ids`: the writer's own that wait to be sent, and those of the
 * message that is replaced, which come with both then.
 * @throws AppError `validation-failed` for any other
 */
export async function sendAttachments(tx: Tx, { projectId, userId, ...to }: Message, ids: string[], replacedId: string | null): Promise<Attachment[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const claimed = await claimUnsent(tx, projectId, userId, wanted, to);
  await giveToConversation(tx, projectId, claimed.flatMap(({ documentId }) => documentId ?? []), to.sessionId);
  const found = new Map(claimed.map((row) => [row.id, row]));
  const kept = replacedId && found.size < wanted.length ? (await listOfMessage(tx, projectId, replacedId)).filter(({ id }) => wanted.includes(id)) : [];
  if (kept.length > 0) {
    const copies = await insertAttachments(tx, projectId, kept.map(({ createdAt: _, projectId: __, ...row }) => ({ ...row, ...to, userId, id: newId() })));
    // In the order in which they were given.
    for (const [index, { id }] of kept.entries()) if (copies[index]) found.set(id, copies[index]);
  }
  return wanted.map((id, index) => {
    const row = found.get(id);
    if (!row) throw new AppError("validation-failed", undefined, { errors: [{ pointer: `/attachmentIds/${index}`, detail: "is not a file of yours that waits to be sent" }] });
    return presentAttachment(row);
  });
}
