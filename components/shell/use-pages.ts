"use client";

import { useState } from "react";
import { useProblem } from "@/components/shell/use-problem";

export type Page<T> = { items: T[]; nextCursor: string | null };

/**
 * A list that is read page by page, the first of which the server has rendered. When the server renders it anew, the
 * list begins again with that.
 * @param version differs for each rendering of `first`
 * @param read gives the page at a cursor
 */
export function usePages<T extends { id: string }>(first: Page<T>, version: string | number, read: (cursor: string) => Promise<Page<T>>) {
  const problem = useProblem();
  const [{ page, shown }, setState] = useState({ page: first, shown: version });
  if (shown !== version) setState({ page: first, shown: version });
  const setPage = (change: (known: Page<T>) => Page<T>): void => setState((state) => ({ ...state, page: change(state.page) }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function loadMore(): Promise<void> {
    if (page.nextCursor === null || busy) return;
    setBusy(true);
    setError(null);
    try {
      const next = await read(page.nextCursor);
      setPage((known) => {
        const ids = new Set(known.items.map((item) => item.id));
        return { items: [...known.items, ...next.items.filter((item) => !ids.has(item.id))], nextCursor: next.nextCursor };
      });
    } catch (thrown) {
      setError(problem.caught(thrown));
    }
    setBusy(false);
  }

  return { items: page.items, hasMore: page.nextCursor !== null, busy, error, loadMore, setItems: (change: (items: T[]) => T[]) => setPage((known) => ({ ...known, items: change(known.items) })) };
}
