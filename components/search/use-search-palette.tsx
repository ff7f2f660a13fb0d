"use client";

import { useCallback, useEffect, useState, type ReactNode } from "react";
import type { Palette } from "@/components/search/search-palette";
import { deferred } from "@/components/ui/deferred";
import { useDeferred } from "@/components/ui/use-deferred";
import type { ChatSession } from "@/lib/chat/schemas";

/** A conversation that a search keeps to. */
export type Within = { sessionId: string; title: string };

/** The search over the page: the shortcut opens it, and its code comes with the first time. */
export function useSearchPalette(projectId: string, sessions: readonly ChatSession[]): { open: (within?: Within) => void; palette: ReactNode } {
  const [part, ask] = useDeferred(source);
  const [{ open, within }, setState] = useState<{ open: boolean; within: Within | null }>({ open: false, within: null });

  const openPalette = useCallback(
    (given?: Within) => {
      ask();
      setState({ open: true, within: given ?? null });
    },
    [ask],
  );

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      openPalette();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [openPalette]);

  const palette = part ? <part.Palette projectId={projectId} sessions={sessions} open={open} within={within} onOpenChange={(next) => setState((known) => ({ ...known, open: next }))} /> : null;
  return { open: openPalette, palette };
}

const source = deferred((): Promise<{ Palette: typeof Palette }> => import("@/components/search/search-palette"));
