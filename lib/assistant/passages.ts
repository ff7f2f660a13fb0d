import "server-only";
import { systemGrant } from "@/lib/access/system-grant";
import { db } from "@/lib/core/db";
import { searchTerms } from "@/lib/knowledge/chunking/terms";
import type { SearchHit } from "@/lib/knowledge/schemas";
import { searchKnowledge } from "@/lib/knowledge/search";
import type { Place } from "./answer-queries";
import type { HistoryMessage } from "./history";
import { listFirstPassages } from "./queries";
import { estimateTokens } from "./window";

/** The most passages that are searched for an answer: about 3,000 tokens. */
const mostPassages = 8;
/** An attached document of more passages is never given whole. */
const mostOfFiles = 400;
/** A question with fewer terms ("and why?") is searched together with the one before it. */
const fewTerms = 3;
const mostQueryLength = 2_000;

type Wanted = Place & {
  query: string;
  /** Documents that came with the question. */
  attached: string[];
  /** Whether they may be given whole. The built-in assistant quotes only what it finds. */
  whole: boolean;
  /** In tokens. */
  budget: number;
};

/**
 * What an answer is made from: documents that came with the question, whole where they fit and else what of them fits
 * the question best, then what else the project's and the conversation's documents say about it.
 */
export async function choosePassages({ projectId, sessionId, query, attached, whole, budget }: Wanted): Promise<SearchHit[]> {
  const by = systemGrant("assistant", projectId);
  const search = (documentIds?: string[]) => (query ? searchKnowledge(by, { query, limit: mostPassages, documentIds, sessionId }) : []);
  const ofFiles = attached.length === 0 ? [] : whole ? await passagesOfFiles(projectId, attached, budget, search) : await search(attached);
  const chosen = new Map<string, SearchHit>();
  let left = budget;
  for (const passage of [...ofFiles, ...(await search())]) {
    const key = `${passage.documentId}:${passage.chunkIndex}`;
    const tokens = estimateTokens(passage.text);
    if (chosen.has(key) || tokens > left) continue;
    chosen.set(key, passage);
    left -= tokens;
  }
  return [...chosen.values()];
}

/** What the passages are searched by: the question, with the one before it where it says little by itself. */
export function searchQuery(question: string, before: HistoryMessage[]): string {
  const earlier = before.findLast(({ role }) => role === "user")?.content ?? "";
  const text = searchTerms(question).length < fewTerms ? `${question}\n${earlier}` : question;
  return text.slice(0, mostQueryLength).toWellFormed().trim();
}

async function passagesOfFiles(projectId: string, documentIds: string[], budget: number, search: (documentIds: string[]) => Promise<SearchHit[]> | SearchHit[]): Promise<SearchHit[]> {
  const first = await listFirstPassages(db(), projectId, documentIds, mostOfFiles + 1);
  const fits = first.length <= mostOfFiles && first.reduce((sum, { text }) => sum + estimateTokens(text), 0) <= budget;
  if (fits) return first;
  const found = await search(documentIds);
  // A question that no passage speaks of ("What is this?") is about the whole, of which the beginning says most.
  return found.length > 0 ? found : first.slice(0, mostPassages);
}
