"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { DraftSaver } from "./draft-saver";
import { DraftStore } from "./draft-store";
import { noDraft, type Draft } from "./merge-draft";

export type DraftOptions = {
  /** What the server has of it, as the page was rendered. */
  kept: Draft | null;
  /** Keeps it on the server, if it is to be kept there; `leaving` says that the page may be gone before the answer comes. */
  save?: (draft: Draft, leaving: boolean) => Promise<unknown>;
};

export type DraftControl = {
  draft: Draft;
  change: (change: Partial<Pick<Draft, "text" | "replyTo">>) => void;
  /** Forgets it in this browser. */
  forget: () => void;
};

/**
 * Something that is being written, kept until it is sent: in this browser per person (browsers are shared) and place,
 * and with `save` on the server too, so that it is there in every other. The newest of both counts.
 */
export function useDraft(userId: string, place: string, server: DraftOptions | null = null): DraftControl {
  const key = `draft:${userId}:${place}`;
  const [{ kept, saver }] = useState(() => ({ kept: server?.kept ?? null, saver: server?.save ? new DraftSaver(server.save, (server.kept?.text ?? "") !== "") : null }));
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.read(key, kept), () => kept ?? noDraft);

  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key !== key) return;
      saver?.giveWay();
      drafts.hear(key);
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [key, saver]);

  useEffect(() => {
    if (!saver) return undefined;
    const leave = () => saver.flush(true);
    const hide = () => document.visibilityState === "hidden" && leave();
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", hide);
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", hide);
      leave();
    };
  }, [saver]);

  const change = useCallback(
    (values: Partial<Pick<Draft, "text" | "replyTo">>) => {
      const before = drafts.read(key, kept);
      const next = drafts.change(key, kept, values);
      if (next !== before) saver?.change(next);
    },
    [key, kept, saver],
  );
  const forget = useCallback(() => drafts.remove(key), [key]);
  return { draft, change, forget };
}

const drafts = new DraftStore(() => localStorage);
