import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { openAnswer } from "@/lib/assistant/answers";
import { shouldAnswer } from "@/lib/assistant/mentions";
import { messageFacts, presentMessage } from "@/lib/assistant/present";
import { wordsOf } from "@/lib/assistant/prompt-text";
import { startAnswer } from "@/lib/assistant/runner";
import { isoNow } from "@/lib/core/clock";
import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { sendAttachments } from "./attachments/sending";
import { emitBranch, forkAt, requireView } from "./branches";
import { mentionsIn } from "./mentions";
import { findMessage, insertMessage, updateAttachments, type MessageRow } from "./queries";
import { askForAnswer, heldSession } from "./replies";
import { plainMessageInput, type AiSdkMessageInput, type PlainMessageInput, type SentMessage } from "./schemas";
import { touchSession, updateSession, type SessionRow } from "./session-queries";
import { getSession, presentSession } from "./sessions";
import { readCursorMove } from "./session-state-queries";
import { nameConversation, titleOf } from "./titles";

type MessageInput = Pick<PlainMessageInput, "content"> & Partial<PlainMessageInput>;
type Place = { projectId: string; sessionId: string };

/**
 * Stores a message and begins its answer, where the assistant answers it. Whoever writes to the same conversation
 * meanwhile waits for the commit, so the ids of messages rise in the order in which they become visible. The branch
 * that it is written in becomes the active one; a message that `replaces` another begins a branch.
 * @throws AppError `not-found`, `conflict`, `validation-failed`
 */
export async function sendMessage(by: Granted<"chat.write">, sessionId: string, input: MessageInput): Promise<SentMessage> {
  const place = { projectId: by.projectId, sessionId };
  const { message, opened } = await mutate(by, async (tx, emit, _control, atEnd) => {
    const touched = await touchSession(tx, place, 2);
    if (!touched) throw new AppError("not-found");
    const { session, ids: [messageId = "", answerId = ""] } = touched;
    if (session.archived) throw new AppError("conflict", "The conversation is archived: bring it back to write in it.");
    const repliesTo = input.replyTo ? await requireMessage(tx, place, input.replyTo, "/replyTo") : null;
    const replaced = input.replaces ? await requireQuestion(tx, place, input.replaces) : null;
    const forked = replaced && (await forkAt(tx, by, replaced));
    const branchId = forked ?? (input.branch ? (await requireView(tx, session, input.branch, "/branch")).branchId : session.activeBranchId);
    const row = await storeMessage(tx, by, { messageId, sessionId, branchId, repliesTo, replaced }, input);
    // Whoever writes has read what stood there.
    atEnd(readCursorMove(place, by.actor.id, row.id));
    const message = presentMessage(row, by.actor.name);
    const opened = shouldAnswer(session.assistantMode, { content: input.content, repliesTo }) ? await openAnswer(tx, heldSession(session), row, { id: answerId }) : null;
    if (forked) await emitBranch(tx, emit, place, forked);
    const changed = await changeSession(tx, session, { branchId, title: session.title === "" ? titleOf(wordsOf(row)) : "" });
    if (changed) emit("chat:session:updated", { sessionId, title: changed.title, archived: changed.archived }, { thing: presentSession(changed) });
    emit("chat:message:received", { ...messageFacts(message), mentions: message.mentions }, { thing: message });
    if (opened) emit("chat:message:received", { ...messageFacts(opened.reply), mentions: [] }, { thing: opened.reply, userId: null });
    return { message, opened };
  });
  if (opened?.job) startAnswer(opened.job, nameConversation);
  return { message, reply: opened?.reply ?? null };
}

/**
 * What an AI SDK client sends: its newest message, or the wish to have an answer written anew.
 * @throws AppError `conflict` where the assistant never answers: such a client is made to be answered
 */
export async function sendAiSdkMessage(by: Granted<"chat.write">, sessionId: string, input: AiSdkMessageInput): Promise<SentMessage> {
  if (input.trigger === "regenerate-message") {
    // A client that hasn't got the answer's id knows it by one of its own: then the last answer is meant.
    const known = z.guid().safeParse(input.messageId);
    return askForAnswer(by, sessionId, known.success ? known.data.toLowerCase() : null);
  }
  const index = input.messages.findLastIndex(({ role }) => role === "user");
  const parts = input.messages[index]?.parts ?? [];
  const file = parts.findIndex(({ type }) => type === "file");
  if (file >= 0) throw invalid(`/messages/${index}/parts/${file}`, "is a file: upload it as an attachment, and send its id with the text in `attachmentIds`");
  const text = parts.flatMap((part) => (part.type === "text" && part.text !== undefined ? [part.text] : [])).join("\n\n");
  const parsed = plainMessageInput.safeParse({ content: text });
  if (!parsed.success) {
    const pointer = index < 0 ? "/messages" : `/messages/${index}/parts`;
    throw new AppError("validation-failed", undefined, { cause: parsed.error, errors: parsed.error.issues.map(({ message: detail }) => ({ pointer, detail })) });
  }
  if ((await getSession(by, sessionId)).assistantMode === "never") throw new AppError("conflict", "The assistant does not answer in this conversation.");
  return sendMessage(by, sessionId, { content: parsed.data.content });
}

type Where = { messageId: string; sessionId: string; branchId: string | null; repliesTo: MessageRow | null; replaced: MessageRow | null };

/** The row comes first, because its files refer to it. */
async function storeMessage(tx: Tx, by: Granted<"chat.write">, { messageId: id, sessionId, branchId, repliesTo, replaced }: Where, { content, attachmentIds = [] }: MessageInput): Promise<MessageRow> {
  const { projectId, actor } = by;
  const mentions = await mentionsIn(tx, projectId, content);
  const row = await insertMessage(tx, { id, projectId, sessionId, branchId, userId: actor.id, content, replyTo: repliesTo?.id ?? null, mentions }, isoNow());
  const attachments = await sendAttachments(tx, { projectId, sessionId, messageId: row.id, userId: actor.id }, attachmentIds, replaced?.id ?? null);
  return attachments.length > 0 ? updateAttachments(tx, { projectId, sessionId }, row.id, attachments) : row;
}

/** Makes the branch active that was written in, and gives the conversation a title, unless that is empty; null if neither. */
async function changeSession(tx: Tx, session: SessionRow, { branchId, title }: { branchId: string | null; title: string }): Promise<SessionRow | null> {
  const changes = { ...(branchId === session.activeBranchId ? {} : { activeBranchId: branchId }), ...(title ? { title } : {}) };
  return Object.keys(changes).length > 0 ? updateSession(tx, { projectId: session.projectId, sessionId: session.id }, changes) : null;
}

/** A message of a person, in whose place another can be asked. */
async function requireQuestion(tx: Tx, place: Place, messageId: string): Promise<MessageRow> {
  const row = await requireMessage(tx, place, messageId, "/replaces");
  if (row.role !== "user") throw invalid("/replaces", "is an answer: only what a person wrote can be replaced");
  if (row.deletedAt) throw new AppError("conflict", "The message was deleted.");
  return row;
}

async function requireMessage(tx: Tx, place: Place, messageId: string, pointer: string): Promise<MessageRow> {
  const found = await findMessage(tx, place, messageId);
  if (!found) throw invalid(pointer, "is not a message of this conversation");
  return found.row;
}

const invalid = (pointer: string, detail: string) => new AppError("validation-failed", undefined, { errors: [{ pointer, detail }] });
