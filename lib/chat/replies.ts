import "server-only";
import type { Granted } from "@/lib/access/authorize";
import type { AnswerRow } from "@/lib/assistant/answer-queries";
import { endAnswer, endAnswersTo, openAnswer, reopenAnswer, type OpenedAnswer } from "@/lib/assistant/answers";
import { findView, isInView, trunk, type View } from "@/lib/assistant/branch-queries";
import { changeFacts, messageFacts, presentMessage } from "@/lib/assistant/present";
import { lockSessionLine, type HeldSession } from "@/lib/assistant/queue-queries";
import { startAnswer, untilEnded } from "@/lib/assistant/runner";
import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { mutate, type Emit } from "@/lib/events/mutate";
import { findLastAnswer, findMessage, type MessageRow } from "./queries";
import type { ReplyInput, SentMessage } from "./schemas";
import { touchSession, type SessionRow } from "./session-queries";
import { nameConversation } from "./titles";

/** Somebody who stops an answer is told so when it has ended, or after so many milliseconds. */
const stopMs = 1_000;

/**
 * Has a message answered. `messageId` is the answer's, which is written anew or continued in its place, or a
 * question's, which is answered for the first time if it hasn't been; null means the last answer that is seen.
 * @throws AppError `not-found`, `conflict` while it is being written
 */
export async function askForAnswer(by: Granted<"chat.write">, sessionId: string, messageId: string | null, input: ReplyInput = { mode: "anew" }): Promise<SentMessage> {
  const place = { projectId: by.projectId, sessionId };
  const { sent, job } = await mutate(by, async (tx, emit) => {
    // Whoever sends or asks meanwhile waits, so that a question doesn't get two answers at once.
    const touched = await touchSession(tx, place, 1);
    if (!touched) throw new AppError("not-found");
    const { session, ids: [id = ""] } = touched;
    if (session.archived) throw new AppError("conflict", "The conversation is archived: bring it back to write in it.");
    const { answer, question, branchId } = await findTarget(tx, session, messageId);
    const held = heldSession(session);
    const opened = answer ? await answerAgain(tx, emit, by, held, answer, input) : await answerFirst(tx, emit, held, { id: question.row.id, branchId }, { id, model: input.model });
    return { sent: { message: presentMessage(question.row, question.userName), reply: opened.reply }, job: opened.job };
  });
  if (job) startAnswer(job, nameConversation);
  return sent;
}

/**
 * Stops an answer on whichever instance writes it, or all answers to a question; the text so far stays. One that is over
 * stays as it is.
 */
export async function stopAnswer(by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  const stopped = await mutate(by, async (tx, emit, control) => {
    const session = await lockSessionLine(tx, place);
    const found = session && (await findMessage(tx, place, messageId));
    if (!found) throw new AppError("not-found");
    const { ended, ending } = found.row.role === "user" ? await endAnswersTo(tx, session, messageId, { erase: false }) : await endAnswer(tx, session, messageId);
    for (const thing of ended) emit("chat:message:updated", changeFacts(thing), { thing });
    for (const id of ending) control({ kind: "answer-stopped", chatSessionId: sessionId, messageId: id });
    return ending;
  });
  await Promise.all(stopped.map((id) => untilEnded(id, stopMs)));
}

/** A conversation whose row `touchSession` holds. */
export const heldSession = ({ projectId, id: sessionId, whenBusy, autoTitle }: SessionRow): HeldSession => ({ projectId, sessionId, whenBusy, autoTitle });

/**
 * What is to be answered, and the answer if there is one. A question that is seen in the active branch is answered
 * there, also when it stands before the fork; an answer in another branch doesn't count then.
 */
async function findTarget(tx: Tx, session: SessionRow, messageId: string | null): Promise<{ answer: AnswerRow | null; question: { row: MessageRow; userName: string | null }; branchId: string | null }> {
  const place = { projectId: session.projectId, sessionId: session.id };
  const view = (await findView(tx, place, session.activeBranchId)) ?? trunk;
  const named = messageId === null ? null : await findMessage(tx, place, messageId);
  if (messageId !== null && !named) throw new AppError("not-found");
  if (named?.row.role === "user") {
    if (named.row.deletedAt) throw new AppError("conflict", "The message was deleted.");
    const seenIn: View | null = isInView(view, named.row) ? view : null;
    return { answer: await findLastAnswer(tx, place, { to: named.row.id, view: seenIn }), question: named, branchId: seenIn ? view.branchId : named.row.branchId };
  }
  const answer = named?.row ?? (await findLastAnswer(tx, place, { view }));
  if (!answer) throw new AppError("not-found");
  const question = answer.replyTo ? await findMessage(tx, place, answer.replyTo) : null;
  if (!question || question.row.deletedAt) throw new AppError("conflict", "The question was deleted.");
  return { answer, question, branchId: answer.branchId };
}

async function answerAgain(tx: Tx, emit: Emit, by: Granted<"chat.write">, session: HeldSession, answer: AnswerRow, input: ReplyInput): Promise<OpenedAnswer> {
  const opened = await reopenAnswer(tx, session, answer.id, { ...input, userId: by.actor.id });
  if (!opened) throw new AppError("conflict", answer.deletedAt ? "The answer was deleted." : "The answer is still being written.");
  emit("chat:message:updated", changeFacts(opened.reply), { thing: opened.reply });
  return opened;
}

async function answerFirst(tx: Tx, emit: Emit, session: HeldSession, question: { id: string; branchId: string | null }, answer: { id: string; model: string | undefined }): Promise<OpenedAnswer> {
  const opened = await openAnswer(tx, session, question, answer);
  emit("chat:message:received", { ...messageFacts(opened.reply), mentions: [] }, { thing: opened.reply, userId: null });
  return opened;
}
