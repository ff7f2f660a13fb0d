import "server-only";
import type { Message } from "@/lib/chat/schemas";
import { requireModel } from "@/lib/core/ai";
import { isoNow } from "@/lib/core/clock";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import { endQueued, insertAnswer, keepVersion, listOpenAnswersTo, lockAnswer, requestStop, resetAnswer, type AnswerRow } from "./answer-queries";
import { jobOf, type AnswerJob } from "./job";
import { presentMessage } from "./present";
import { isBusy, type HeldSession } from "./queue-queries";
import { dropSummaries } from "./summary-queries";

/** An answer whose row is written. Hand `job` to `startAnswer` after the commit; null when the answer waits for others. */
export type OpenedAnswer = { reply: Message; job: AnswerJob | null };

/** Makes the row of a new answer to a question, within the transaction that stores the question or after it. */
export async function openAnswer(tx: Tx, session: HeldSession, question: { id: string; branchId: string | null }, { id, model }: { id: string; model?: string | undefined }): Promise<OpenedAnswer> {
  const { projectId, sessionId } = session;
  const { id: questionId, branchId } = question;
  const metadata = asked(model);
  const runId = await nextRun(tx, session, branchId);
  return opened(await insertAnswer(tx, { projectId, sessionId, branchId, questionId, id, runId, metadata, at: isoNow() }));
}

/**
 * Begins an answer again that is over: `anew`, when what it said becomes a version, or to `continue` where it broke
 * off. Null when it is being written, waits or was deleted.
 * @throws AppError `conflict` when there is nothing to go on with, `validation-failed` for an unknown model
 */
export async function reopenAnswer(tx: Tx, session: HeldSession, answerId: string, { mode, model, userId }: { mode: "anew" | "continue"; model?: string | undefined; userId: string }): Promise<OpenedAnswer | null> {
  const metadata = asked(model);
  const answer = await lockAnswer(tx, session, answerId);
  if (!answer || answer.deletedAt || answer.status === "streaming" || answer.status === "queued") return null;
  const continues = mode === "continue" && answer.content !== "";
  if (continues && answer.status === "complete" && !answer.metadata["cutOff"]) throw new AppError("conflict", "The answer is whole: there is nothing to go on with.");
  // A summary may hold what it said.
  await dropSummaries(tx, session, answerId);
  const runId = await nextRun(tx, session, answer.branchId);
  if (continues) {
    const { content, citations, versions } = answer;
    return opened(await resetAnswer(tx, session, answerId, { runId, content, citations, versions, metadata: { ...spent(answer.metadata), ...metadata } }));
  }
  const keeps = answer.content !== "";
  if (keeps) await keepVersion(tx, answer, userId);
  return opened(await resetAnswer(tx, session, answerId, { runId, content: "", citations: [], versions: answer.versions + Number(keeps), metadata }));
}

/** What became of answers that were told to end: `ended` did at once, `ending` will where they are written. */
export type EndedAnswers = { ended: Message[]; ending: string[] };

/** Ends an answer: one that waits at once, one under way as soon as its writer hears of it. Nothing happens to others. */
export async function endAnswer(tx: Tx, session: HeldSession, answerId: string): Promise<EndedAnswers> {
  const stopped = await endQueued(tx, session, answerId, false);
  if (stopped) return { ended: [presentMessage(stopped, null)], ending: [] };
  return { ended: [], ending: (await requestStop(tx, session, answerId)) ? [answerId] : [] };
}

/** Ends the answers to a question, which may be several, in branches of their own. With `erase`, as when the question is deleted, one that waits and has no text leaves only its trace. */
export async function endAnswersTo(tx: Tx, session: HeldSession, questionId: string, { erase }: { erase: boolean }): Promise<EndedAnswers> {
  const result: EndedAnswers = { ended: [], ending: [] };
  for (const { id, status, content, versions } of await listOpenAnswersTo(tx, session, questionId)) {
    const ended = status === "queued" ? await endQueued(tx, session, id, erase && content === "" && versions === 0) : null;
    if (ended) result.ended.push(presentMessage(ended, null));
    else if (await requestStop(tx, session, id)) result.ending.push(id);
  }
  return result;
}

/** The lease of an answer that may begin now; null for one that must wait. */
const nextRun = async (tx: Tx, session: HeldSession, branchId: string | null): Promise<string | null> =>
  session.whenBusy === "queue" && (await isBusy(tx, { ...session, branchId })) ? null : newId();

const opened = (row: AnswerRow): OpenedAnswer => ({ reply: presentMessage(row, null), job: row.status === "streaming" ? jobOf(row) : null });

/** A model that somebody asked for stands in the answer's row from the start. */
const asked = (model: string | undefined): Record<string, unknown> => (model === undefined ? {} : { model: requireModel(model).name });

/** What the part of an answer took that is there already. */
const spent = ({ inputTokens, outputTokens, tokensEstimated, firstTokenMs, durationMs }: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ inputTokens, outputTokens, tokensEstimated, firstTokenMs, durationMs }).filter(([, value]) => value !== undefined));
