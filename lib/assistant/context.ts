import "server-only";
import { describeModel, type Model } from "@/lib/core/ai";
import { db } from "@/lib/core/db";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { findView } from "./branch-queries";
import { isPicture, loadFiles, untilRead, type MessageFile } from "./files";
import { fitQuestion, readHistory, tokensOf, type History, type HistoryMessage, type Thread } from "./history";
import type { AnswerJob } from "./job";
import { choosePassages, searchQuery } from "./passages";
import { instructionsFor } from "./prompt";
import { findModelWishes, findProjectFacts, findSaid, listDocumentTitles, listMemberNames } from "./queries";
import { summaryBefore } from "./summaries";
import { estimateTokens, fitPictures, shareWindow } from "./window";

/** All that an answer is made of. */
export type AnswerContext = {
  model: Model;
  /** What is there of the answer already. */
  begun: string;
  /** What that part cites. */
  cited: AnswerJob["citations"];
  project: { name: string; description: string; instructions: string; documents: number; waiting: number };
  documentTitles: string[];
  members: { name: string; role: string }[];
  /** What was said before the history, where that doesn't reach back to the beginning. */
  summary: string | null;
  /** Oldest first; it ends with the question. */
  history: HistoryMessage[];
  /** The message that the question replies to, where the history doesn't have it. */
  repliedTo: HistoryMessage | null;
  /** What came with the messages of the history, by their ids. */
  files: Map<string, MessageFile[]>;
  question: string;
  /** What the passages were searched by. */
  query: string;
  passages: SearchHit[];
  /** Where it was read from, and how many tokens of it fit. */
  thread: Thread;
  historyTokens: number;
};

/** The built-in assistant looks no further back than for the question before this one. */
const builtInHistoryTokens = 2_000;

/**
 * Reads everything that the answer to a question needs; null when project or question are gone. Waits for documents
 * that came with the question to be read, and ends early when `signal` aborts.
 */
export async function loadContext(job: AnswerJob, signal: AbortSignal): Promise<AnswerContext | null> {
  const [question, view] = await Promise.all([findSaid(db(), job, job.questionId), findView(db(), job, job.branchId)]);
  if (!question || !view) return null;
  const attached = question.attachments.flatMap(({ documentId }) => documentId ?? []);
  await untilRead(job.projectId, attached, signal);
  const [wishes, project, members, documentTitles] = await Promise.all([
    findModelWishes(db(), job),
    findProjectFacts(db(), job),
    listMemberNames(db(), job.projectId),
    listDocumentTitles(db(), job.projectId),
  ]);
  if (!project) return null;
  const model = describeModel(job.model, ...wishes);
  const speaks = model.kind !== "built-in";
  const fixed = estimateTokens(instructionsFor({ project, members, documentTitles, summary: null, passages: [] }));
  const shares = shareWindow(model, fixed, attached.length > 0);
  const historyTokens = speaks ? shares.history : builtInHistoryTokens;
  const thread: Thread = { projectId: job.projectId, sessionId: job.sessionId, view, questionId: question.id, answerId: job.messageId, readAt: project.readAt };
  const asked = fitQuestion(question, historyTokens);
  const shown = fitPictures(model, question.attachments.filter(isPicture).length);
  const before = await readHistory(thread, historyTokens - tokensOf(asked) - shown.tokens);
  // What the messages leave of the window, earlier pictures may have.
  const pictures = fitPictures(model, Infinity, shown.tokens + Math.max(0, before.left)).count;
  const query = searchQuery(question.content, before.messages);
  const [summary, passages, repliedTo, files] = await Promise.all([
    speaks && before.olderThan ? summaryBefore(thread, before.olderThan, model, historyTokens, signal) : null,
    project.documents > 0 ? choosePassages({ ...thread, query, attached, whole: speaks, budget: shares.passages }) : [],
    findRepliedTo(question, before, thread),
    loadFiles(job.projectId, [question, ...before.messages.toReversed()], model, pictures),
  ]);
  const history = [...before.messages, asked];
  return { model, begun: job.content, cited: job.citations, project, documentTitles, members, summary: summary?.content ?? null, history, repliedTo, files, question: question.content, query, passages, thread, historyTokens };
}

async function findRepliedTo({ replyTo }: { replyTo: string | null }, { messages }: History, thread: Thread): Promise<HistoryMessage | null> {
  return replyTo === null || messages.some(({ id }) => id === replyTo) ? null : findSaid(db(), thread, replyTo);
}
