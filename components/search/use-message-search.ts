"use client";

import { useEffect, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import type { MessageHit } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

export type SearchFilters = { q: string; session?: string; user?: string; role?: string };

type Found = { items: MessageHit[]; for: string };

/** Who types goes on typing: a search begins when they pause for so long, in milliseconds. */
const pauseMs = 140;

/**
 * Searches as one types. What was found for the words before stays until the new answer is there; a search that is
 * overtaken is given up.
 */
export function useMessageSearch(projectId: string, filters: SearchFilters) {
  const problem = useProblem();
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<{ text: string; for: string } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const wanted = filters.q.trim() === "" ? null : JSON.stringify({ ...filters, q: filters.q.trim() });

  useEffect(() => {
    if (wanted === null) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      // What was written above.
      apiClient.get<Pick<Found, "items">>(api.chatSearch(projectId, { ...(JSON.parse(wanted) as SearchFilters), limit: 20 }), { signal: controller.signal }).then(
        ({ items }) => {
          setFound({ items, for: wanted });
          setError(null);
        },
        (thrown: unknown) => !controller.signal.aborted && setError({ text: problem.caught(thrown), for: wanted }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [projectId, wanted, attempt, problem]);

  const failed = error !== null && error.for === wanted ? error.text : null;
  return {
    hits: wanted === null || failed !== null ? noHits : (found?.items ?? noHits),
    isSearching: wanted !== null && found?.for !== wanted && failed === null,
    /** Whether what is shown answers what was typed. */
    isAnswered: wanted !== null && found?.for === wanted,
    error: failed,
    retry: () => {
      setError(null);
      setAttempt((count) => count + 1);
    },
  };
}

const noHits: MessageHit[] = [];
