"use client";

import { useCallback, useRef, useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";

export type DocumentFilters = { q: string; type: string; status: string };
export type DocumentPage = { items: Document[]; nextCursor: string | null };
export const noFilters: DocumentFilters = { q: "", type: "", status: "" };

/**
 * The project's documents, newest first, as they are at this moment: the first page comes from the server at
 * `initialSeq`, and events keep it true.
 */
export function useDocuments(projectId: string, initial: DocumentPage, initialSeq: number) {
  const problem = useProblem();
  const [page, setPage] = useState(initial);
  const [filters, setFilters] = useState(noFilters);
  const [busy, setBusy] = useState<"reading" | "more" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reading = useRef<AbortController | null>(null);

  const read = useCallback(
    async (chosen: DocumentFilters, cursor: string | null): Promise<void> => {
      reading.current?.abort();
      const controller = new AbortController();
      reading.current = controller;
      setBusy(cursor === null ? "reading" : "more");
      setError(null);
      try {
        const next = await apiClient.get<DocumentPage>(api.documents(projectId, { ...chosen, ...(cursor === null ? {} : { cursor }) }), { signal: controller.signal });
        setPage((known) => (cursor === null ? next : { items: merge(known.items, next.items), nextCursor: next.nextCursor }));
        setBusy(null);
      } catch (thrown) {
        if (controller.signal.aborted) return;
        setError(problem.caught(thrown));
        setBusy(null);
      }
    },
    [projectId, problem],
  );

  const put = useCallback((document: Document) => {
    // What came with a message is heard of as well, and is in no list.
    if (document.scope !== "project") return;
    setPage((known) => ({ ...known, items: known.items.some(({ id }) => id === document.id) ? known.items.map((one) => (one.id === document.id ? document : one)) : [document, ...known.items] }));
  }, []);
  const drop = useCallback((documentId: string) => setPage((known) => ({ ...known, items: known.items.filter(({ id }) => id !== documentId) })), []);
  const patch = (documentId: string, values: Partial<Document>) =>
    setPage((known) => ({ ...known, items: known.items.map((one) => (one.id === documentId ? { ...one, ...values } : one)) }));

  function onEvent({ name, payload, thing }: ProjectEvent): void {
    const documentId = String(payload["documentId"]);
    if (name === "document:deleted") drop(documentId);
    if (name === "document:progress") {
      // The catalogue gives these two their types.
      patch(documentId, { status: payload["status"] as Document["status"], progress: payload["progress"] as number });
    }
    if (name !== "document:created" && name !== "document:updated") return;
    // With a filter, only the server knows what belongs to the list; a new one is not put where it may not fit.
    if (isFiltered(filters) && (name === "document:created" || !page.items.some(({ id }) => id === documentId))) return;
    // A live event carries the document's public representation.
    if (thing) put(thing as Document);
    else void apiClient.get<Document>(api.document(projectId, documentId)).then(put, () => undefined);
  }

  useProjectEvents(projectId, initialSeq, { onEvent, onReset: () => void read(filters, null) });

  return {
    documents: page.items,
    hasMore: page.nextCursor !== null,
    filters,
    busy,
    error,
    setFilters: (next: DocumentFilters) => {
      setFilters(next);
      void read(next, null);
    },
    loadMore: () => read(filters, page.nextCursor),
    reload: () => read(filters, null),
    put,
    drop,
  };
}

export const isFiltered = ({ q, type, status }: DocumentFilters): boolean => q.trim() !== "" || type !== "" || status !== "";

function merge(known: Document[], added: Document[]): Document[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...added.filter(({ id }) => !ids.has(id))];
}
