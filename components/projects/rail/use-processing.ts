"use client";

import { useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";

/** How many of the project's documents are being read right now, kept true by events. */
export function useProcessing(projectId: string, position: number, initial: string[]): number {
  const [known, setKnown] = useState({ position, ids: new Set(initial) });
  // The server has counted anew.
  if (known.position !== position) setKnown({ position, ids: new Set(initial) });

  function mark(documentId: unknown, isProcessing: boolean): void {
    if (typeof documentId !== "string") return;
    setKnown((before) => {
      if (before.ids.has(documentId) === isProcessing) return before;
      const ids = new Set(before.ids);
      if (isProcessing) ids.add(documentId);
      else ids.delete(documentId);
      return { ...before, ids };
    });
  }

  useProjectEvents(projectId, position, {
    onEvent: ({ name, payload }) => {
      const { documentId, status } = payload;
      if (name === "document:created") mark(documentId, true);
      else if (name === "document:deleted") mark(documentId, false);
      else if (name === "document:updated" || name === "document:progress") mark(documentId, status === "queued" || status === "processing");
    },
    // The shell reads everything anew.
    onReset: () => undefined,
  });
  return known.ids.size;
}
