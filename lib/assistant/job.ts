import "server-only";
import type { AnswerRow } from "./answer-queries";

/** One answer to be written: its row is there already, and `runId` holds its lease. */
export type AnswerJob = {
  projectId: string;
  sessionId: string;
  branchId: string | null;
  questionId: string;
  messageId: string;
  runId: string;
  /** The model that was asked for, for this answer only. */
  model: string | null;
  /** What is there of the answer already: it goes on from here. */
  content: string;
  /** What that part cites. */
  citations: AnswerRow["citations"];
  /** What that part took: tokens and time. */
  metadata: Record<string, unknown>;
};

/** The work that a row whose lease was just taken stands for. */
export function jobOf(row: AnswerRow): AnswerJob {
  const { projectId, sessionId, branchId, replyTo: questionId, id: messageId, leaseOwner: runId, content, citations } = row;
  if (!questionId || !runId) throw new Error("an answer without a question or a lease can't be written");
  const { model, ...metadata } = row.metadata;
  return { projectId, sessionId, branchId, questionId, messageId, runId, model: typeof model === "string" ? model : null, content, citations, metadata };
}
