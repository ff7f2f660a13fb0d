import "server-only";
import type { Message } from "@/lib/chat/schemas";
import { isoNow } from "@/lib/core/clock";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { presentMessage } from "./present";
import { insertAnswer, resetAnswer } from "./queries";
import type { AnswerJob } from "./runner";

type Place = { projectId: string; sessionId: string };
/** An answer whose row is written; hand `job` to `startAnswer` after the commit. */
export type OpenedAnswer = { reply: Message; job: AnswerJob };

/** Makes the row of a new answer to a question, within the transaction that stores the question. */
export async function openAnswer(tx: Tx, place: Place, questionId: string): Promise<OpenedAnswer> {
  const { projectId, sessionId } = place;
  const job = { projectId, sessionId, questionId, messageId: newId(), runId: newId() };
  const row = await insertAnswer(tx, { projectId, sessionId, questionId, id: job.messageId, runId: job.runId, at: isoNow() });
  return { reply: presentMessage(row, null), job };
}

/** Empties the row of an answer that is over, to write it anew; null when it is being written or was deleted. */
export async function reopenAnswer(tx: Tx, place: Place, answer: { id: string; questionId: string }): Promise<OpenedAnswer | null> {
  const { projectId, sessionId } = place;
  const job = { projectId, sessionId, questionId: answer.questionId, messageId: answer.id, runId: newId() };
  const row = await resetAnswer(tx, place, answer.id, job.runId);
  return row && { reply: presentMessage(row, null), job };
}
