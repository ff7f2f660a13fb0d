import "server-only";
import type { Message } from "@/lib/chat/schemas";
import { db } from "@/lib/core/db";
import type { Place } from "./answer-queries";
import type { View } from "./branch-queries";
import { listSaidBefore } from "./queries";
import { cutToTokens, estimateTokens } from "./window";

export type HistoryMessage = { id: string; role: "user" | "assistant"; content: string; userName: string | null; attachments: Message["attachments"] };
/** A question in its thread; `readAt` is the database's time before that was read. */
export type Thread = Place & { view: View; questionId: string; answerId: string; readAt: string };
/** The newest messages, oldest first, without the question. `olderThan` is the first of them if there are more before it; `left` tokens were not used. */
export type History = { messages: HistoryMessage[]; olderThan: string | null; left: number };

/** So many messages are read at a time, and at most. More short ones would say little that a summary doesn't. */
const pageSize = 100;
const mostMessages = 1_000;
/** Beside its text: its writer's name, and what divides it from the next. */
const tokensPerMessage = 8;

/** The newest messages before a question that fit into `budget` tokens. Never reads more of a thread than that. */
export async function readHistory(thread: Thread, budget: number): Promise<History> {
  const newestFirst: HistoryMessage[] = [];
  let left = budget;
  for (;;) {
    const page = await listSaidBefore(db(), thread, { before: newestFirst.at(-1)?.id ?? null, after: null, limit: pageSize });
    for (const message of page) {
      const tokens = tokensOf(message);
      if (tokens > left || newestFirst.length === mostMessages) return { messages: newestFirst.toReversed(), olderThan: newestFirst.at(-1)?.id ?? thread.questionId, left };
      newestFirst.push(message);
      left -= tokens;
    }
    if (page.length < pageSize) return { messages: newestFirst.toReversed(), olderThan: null, left };
  }
}

/** About how many tokens a message takes where a model is told of it, without its pictures. */
export const tokensOf = ({ content }: HistoryMessage): number => estimateTokens(content) + tokensPerMessage;

/** A question that alone is longer than its budget is cut. */
export const fitQuestion = <T extends HistoryMessage>(question: T, budget: number): T => ({ ...question, content: cutToTokens(question.content, budget) });
