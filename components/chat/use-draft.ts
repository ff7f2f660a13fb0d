"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { DraftSaver } from "./draft-saver";
import { fromStored, newerDraft, noDraft, toStored, type Draft } from "./merge-draft";

export type DraftOptions = {
  /** What the server has of it, as the page was rendered. */
  kept: Draft | null;
  /** Keeps it on the server; `leaving` says that the page may be gone before the answer comes. */
  save: (draft: Draft, leaving: boolean) => Promise<unknown>;
};

export type DraftControl = { draft: Draft; change: (change: Partial<Pick<Draft, "text" | "replyTo">>) => void };

/**
 * Something that is being written, kept until it is sent: in this browser per person (browsers are shared) and place,
 * and with `server` on the server too, so that it is there in every other. The newest of both counts.
 */
export function useDraft(userId: string, place: string, server: DraftOptions | null = null): DraftControl {
  const key = `draft:${userId}:${place}`;
  const [{ kept, saver }] = useState(() => ({ kept: server?.kept ?? null, saver: server ? new DraftSaver(server.save, (server.kept?.text ?? "") !== "") : null }));
  const draft = useSyncExternalStore(subscribe, () => read(key, kept), () => kept ?? noDraft);

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
      const next = { ...read(key, kept), ...values, at: Date.now() };
      write(key, next);
      saver?.change(next);
    },
    [key, kept, saver],
  );
  return { draft, change };
}

/** What stands in the fields: ahead of the storage, which may be full or forbidden. */
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(key: string, kept: Draft | null): Draft {
  const known = drafts.get(key);
  // A page that is rendered anew may bring what was written elsewhere meanwhile.
  const draft = newerDraft(known ?? stored(key), kept);
  if (draft !== known) drafts.set(key, draft);
  return draft;
}

function stored(key: string): Draft | null {
  try {
    return fromStored(localStorage.getItem(key));
  } catch {
    // Without storage a draft lives as long as its page.
    return null;
  }
}

function write(key: string, draft: Draft): void {
  drafts.set(key, draft);
  try {
    // An emptied one stays for its time: it is newer than what the server may still have.
    localStorage.setItem(key, toStored(draft));
  } catch {
    // It is in the field, and in `drafts` for when one comes back.
  }
  for (const notify of listeners) notify();
}
