import "server-only";
import { requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { keepVersion } from "@/lib/assistant/answer-queries";
import { endAnswersTo } from "@/lib/assistant/answers";
import { changeFacts, presentMessage } from "@/lib/assistant/present";
import { lockSessionLine } from "@/lib/assistant/queue-queries";
import { dropSummaries } from "@/lib/assistant/summary-queries";
import { isoNow } from "@/lib/core/clock";
import { abortJobs, wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { forgetMessageAnswers } from "@/lib/core/queries";
import { broadcast, mutate } from "@/lib/events/mutate";
import { eraseAttachments } from "./attachments/release";
import { mentionsIn } from "./mentions";
import { deleted, holdMessage } from "./message-changes";
import { eraseMessage, updateContent } from "./queries";
import { emptyContent, type Message } from "./schemas";
import { getSession } from "./sessions";

/**
 * Changes what a person's message says; what it said before stays as a version, and `metadata.editedAt` tells when.
 * Whoever is named for the first time is told. An assistant's answer can't be edited.
 */
export function updateMessage(by: Granted<"chat.write">, sessionId: string, messageId: string, content: string): Promise<Message> {
  const place = { projectId: by.projectId, sessionId };
  return mutate(by, async (tx, emit) => {
    const { row, userName } = await holdMessage(tx, by, sessionId, messageId);
    requireAuthorOr(by, row, "chat.moderate");
    if (row.role === "assistant") throw new AppError("not-permitted", "An answer of the assistant can't be edited.");
    if (row.deletedAt) throw deleted();
    if (content === "" && row.attachments.length === 0) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/content", detail: emptyContent }] });
    if (row.content === content) return presentMessage(row, userName);
    await keepVersion(tx, row, by.actor.id);
    await dropSummaries(tx, place, messageId);
    const mentions = await mentionsIn(tx, by.projectId, content);
    const notified = notifiedBy(row);
    const metadata = { ...row.metadata, editedAt: isoNow(), notifiedUserIds: [...new Set([...notified, ...mentions])] };
    const updated = await updateContent(tx, place, messageId, { content, mentions, metadata, versions: row.versions + 1 });
    const message = presentMessage(updated, userName);
    emit("chat:message:updated", { ...changeFacts(message), mentioned: mentions.filter((userId) => !notified.includes(userId)) }, { thing: message });
    return message;
  });
}

/** Those whom a message has named, in what it says or said before. */
function notifiedBy({ metadata: { notifiedUserIds }, mentions }: Pick<Message, "metadata" | "mentions">): string[] {
  return [...mentions, ...(Array.isArray(notifiedUserIds) ? notifiedUserIds.map(String) : [])];
}

/**
 * Takes away what a message says, with its versions, reactions and files, and leaves its trace, so that branches that
 * leave the conversation there go on. Answers to it that are being written or wait end.
 * @throws AppError `conflict` for an answer that is being written
 */
export async function deleteMessage(by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  const cancelled = await mutate(by, async (tx, emit, control) => {
    const session = await lockSessionLine(tx, place);
    if (!session) throw new AppError("not-found");
    const { ended, ending } = await endAnswersTo(tx, session, messageId, { erase: true });
    const { row, userName } = await holdMessage(tx, by, sessionId, messageId);
    requireAuthorOr(by, row, "chat.moderate");
    if (row.deletedAt) return [];
    const erased = await eraseMessage(tx, place, messageId);
    if (!erased) throw new AppError("conflict", "The answer is still being written: stop it first.");
    await dropSummaries(tx, place, messageId);
    if (row.userId) await forgetMessageAnswers(tx, row.userId, messageId);
    for (const message of [presentMessage(erased, userName), ...ended]) emit("chat:message:updated", changeFacts(message), { thing: message });
    for (const id of ending) control({ kind: "answer-stopped", chatSessionId: sessionId, messageId: id });
    return eraseAttachments(tx, by.projectId, messageId);
  });
  abortJobs(cancelled);
  wakeJobs();
}

/** Tells the others that somebody writes, or no longer does. Nothing is stored. */
export async function tellTyping(by: Granted<"chat.write">, sessionId: string, state: "start" | "stop"): Promise<void> {
  await getSession(by, sessionId);
  const { id: userId, name } = by.actor;
  await broadcast(by.projectId, userId, "chat:typing:indicator", { sessionId, userId, name, state });
}
