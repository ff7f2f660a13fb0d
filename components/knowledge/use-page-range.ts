"use client";

import { useCallback, useRef, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { TextPage } from "@/lib/knowledge/schemas";

/** Pages read at a time. */
const step = 8;

/**
 * The pages of a document that have been read: one stretch without holes, which grows at either end, or is begun anew
 * elsewhere.
 * @param last the number of the last page
 */
export function usePageRange(projectId: string, documentId: string, initial: TextPage[], last: number) {
  const problem = useProblem();
  const [pages, setPages] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const reading = useRef(false);

  const read = useCallback(
    async (from: number, limit: number, place: (known: TextPage[], read: TextPage[]) => TextPage[]): Promise<void> => {
      if (reading.current) return;
      reading.current = true;
      setError(null);
      try {
        const { items } = await apiClient.get<{ items: TextPage[] }>(api.documentPages(projectId, documentId, { from, limit }));
        setPages((known) => place(known, items));
      } catch (thrown) {
        setError(problem.caught(thrown));
      }
      reading.current = false;
    },
    [projectId, documentId, problem],
  );

  const first = pages[0]?.page ?? 1;
  const end = pages.at(-1)?.page ?? 0;
  return {
    pages,
    error,
    hasEarlier: first > 1,
    hasLater: end < last,
    readEarlier: useCallback(() => {
      const from = Math.max(1, first - step);
      return read(from, first - from, (known, added) => [...added.filter(({ page }) => page < (known[0]?.page ?? 0)), ...known]);
    }, [read, first]),
    readLater: useCallback(() => read(end + 1, step, (known, added) => [...known, ...added.filter(({ page }) => page > (known.at(-1)?.page ?? 0))]), [read, end]),
    /** Begins anew around a page that isn't in the stretch. */
    goTo: useCallback((page: number) => read(Math.max(1, page - 1), step, (_, added) => added), [read]),
  };
}
