import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { openAnswer, reopenAnswer, type OpenedAnswer } from "@/lib/assistant/answers";
import { changeFacts, messageFacts, presentMessage } from "@/lib/assistant/present";
import { findAnswer, requestStop } from "@/lib/assistant/queries";
import { startAnswer, untilEnded, type RunningAnswer } from "@/lib/assistant/runner";
import { isoNow } from "@/lib/core/clock";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { findMessage, insertMessage } from "./queries";
import { touchSession, updateSession } from "./session-queries";
import { plainMessageInput, type AiSdkMessageInput, type Message, type SentMessage } from "./schemas";
import { presentSession } from "./sessions";
import { titleOf } from "./titles";

/** A message and the answer that is being written to it. */
export type Sent = { sent: SentMessage; running: RunningAnswer };

/** Somebody who stops an answer is told so when it has ended, or after so many milliseconds. */
const stopMs = 1_000;

/**
 * Stores a message and begins its answer. Whoever writes to the same conversation meanwhile waits for the commit, so
 * the ids of messages rise in the order in which they become visible.
 */
export async function sendMessage(by: Granted<"chat.write">, sessionId: string, input: { content: string; replyTo?: string | undefined }): Promise<Sent> {
  const place = { projectId: by.projectId, sessionId };
  const made = await mutate(by, async (tx, emit) => {
    // Takes the lock on the conversation's row and moves it up the list.
    const session = await touchSession(tx, place);
    if (!session) throw new AppError("not-found");
    if (session.archived) throw new AppError("conflict", "The conversation is archived: bring it back to write in it.");
    const replyTo = input.replyTo?.toLowerCase() ?? null;
    if (replyTo && !(await findMessage(tx, place, replyTo))) {
      throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/replyTo", detail: "is not a message of this conversation" }] });
    }
    const row = await insertMessage(tx, { ...place, id: newId(), userId: by.actor.id, content: input.content, replyTo, at: isoNow() });
    const message = presentMessage(row, by.actor.name);
    const opened = await openAnswer(tx, place, message.id);
    emit("chat:message:received", { ...messageFacts(message), mentions: [] }, { thing: message });
    emit("chat:message:received", { ...messageFacts(opened.reply), mentions: [] }, { thing: opened.reply, userId: null });
    const title = session.title === "" ? titleOf(input.content) : "";
    const titled = title && (await updateSession(tx, place, { title }));
    if (titled) emit("chat:session:updated", { sessionId, title, archived: titled.archived }, { thing: presentSession(titled) });
    return { message, opened };
  });
  return started(made.message, made.opened);
}

/** What an AI SDK client sends: its newest message, or the wish to have an answer written anew. */
export function sendAiSdkMessage(by: Granted<"chat.write">, sessionId: string, input: AiSdkMessageInput): Promise<Sent> {
  if (input.trigger === "regenerate-message") {
    // A client that hasn't got the answer's id knows it by one of its own: then the last answer is meant.
    const known = z.guid().safeParse(input.messageId);
    return retryAnswer(by, sessionId, known.success ? known.data.toLowerCase() : null);
  }
  const index = input.messages.findLastIndex(({ role }) => role === "user");
  const text = (input.messages[index]?.parts ?? []).flatMap((part) => (part.type === "text" && part.text !== undefined ? [part.text] : [])).join("\n\n");
  const parsed = plainMessageInput.shape.content.safeParse(text);
  if (!parsed.success) {
    const pointer = index < 0 ? "/messages" : `/messages/${index}/parts`;
    throw new AppError("validation-failed", undefined, { cause: parsed.error, errors: parsed.error.issues.map(({ message: detail }) => ({ pointer, detail })) });
  }
  return sendMessage(by, sessionId, { content: parsed.data });
}

/**
 * Has an answer written anew in its place. `messageId` is the answer's or its question's; null means the last one.
 * @throws AppError `conflict` while it is being written
 */
export async function retryAnswer(by: Granted<"chat.write">, sessionId: string, messageId: string | null): Promise<Sent> {
  const place = { projectId: by.projectId, sessionId };
  const made = await mutate(by, async (tx, emit) => {
    const answer = await requireAnswer(tx, place, messageId);
    const question = answer.replyTo && (await findMessage(tx, place, answer.replyTo));
    if (!question || question.row.deletedAt) throw new AppError("conflict", "The question was deleted.");
    const opened = await reopenAnswer(tx, place, { id: answer.id, questionId: question.row.id });
    if (!opened) throw new AppError("conflict", answer.deletedAt ? "The answer was deleted." : "The answer is still being written.");
    emit("chat:message:updated", changeFacts(opened.reply), { thing: opened.reply });
    return { message: presentMessage(question.row, question.userName), opened };
  });
  return started(made.message, made.opened);
}

/** Stops an answer on whichever instance writes it; its text so far stays. One that is over stays as it is. */
export async function stopAnswer(by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  const answerId = await mutate(by, async (tx, _emit, control) => {
    const answer = await requireAnswer(tx, place, messageId);
    if (await requestStop(tx, place, answer.id)) control({ kind: "answer-stopped", chatSessionId: sessionId, messageId: answer.id });
    return answer.id;
  });
  await untilEnded(answerId, stopMs);
}

async function requireAnswer(tx: Tx, place: { projectId: string; sessionId: string }, messageId: string | null) {
  const answer = await findAnswer(tx, place, messageId);
  if (!answer) throw new AppError("not-found");
  return answer;
}

const started = (message: Message, { reply, job }: OpenedAnswer): Sent => ({ sent: { message, reply }, running: startAnswer(job) });
