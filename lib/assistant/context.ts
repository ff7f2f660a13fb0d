import "server-only";
import { systemGrant } from "@/lib/access/system-grant";
import { describeModel, type Model } from "@/lib/core/ai";
import { db } from "@/lib/core/db";
import { searchKnowledge } from "@/lib/knowledge/search";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { searchTerms } from "@/lib/knowledge/chunking/terms";
import type { AnswerJob } from "./job";
import { findModelWishes, findProjectFacts, listHistory, listMemberNames } from "./queries";

export type HistoryMessage = { id: string; role: "user" | "assistant"; content: string; userName: string | null };
/** All that an answer is made of. `history` is oldest first and ends with the question. */
export type AnswerContext = {
  model: Model;
  /** What is there of the answer already. */
  begun: string;
  project: { name: string; description: string; instructions: string; documents: number; waiting: number };
  members: { name: string; role: string }[];
  history: HistoryMessage[];
  question: string;
  /** What the passages were searched by: the question, with the one before it where it says little by itself. */
  query: string;
  passages: SearchHit[];
};

/** The most passages that an answer is made from: about 3,000 tokens. */
const mostPassages = 8;
/** A question with fewer terms ("and why?") is searched together with the one before it. */
const fewTerms = 3;
const mostQueryLength = 2_000;

/** Reads everything that the answer to a question needs; null when project or question are gone. */
export async function loadContext(place: AnswerJob, _signal: AbortSignal): Promise<AnswerContext | null> {
  const [wishes, project, members, newestFirst] = await Promise.all([
    findModelWishes(db(), place),
    findProjectFacts(db(), place.projectId),
    listMemberNames(db(), place.projectId),
    listHistory(db(), place, place.questionId),
  ]);
  const question = newestFirst[0];
  if (!project || question?.id !== place.questionId) return null;
  const query = searchQuery(newestFirst);
  const passages = project.documents > 0 && query ? await searchKnowledge(systemGrant("assistant", place.projectId), { query, limit: mostPassages }) : [];
  return { model: describeModel(place.model, ...wishes), begun: place.content, project, members, history: newestFirst.toReversed(), question: question.content, query, passages };
}

function searchQuery(newestFirst: HistoryMessage[]): string {
  const [question = "", before = ""] = newestFirst.filter(({ role }) => role === "user").map(({ content }) => content);
  const text = searchTerms(question).length < fewTerms ? `${question}\n${before}` : question;
  return text.slice(0, mostQueryLength).toWellFormed().trim();
}
