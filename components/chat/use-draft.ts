"use client";

import { useCallback, useSyncExternalStore } from "react";

/**
 * A text that is being written, kept in this browser until it is sent: per person, because browsers are shared, and
 * per conversation. Empty until the page has started, since the server doesn't know it.
 */
export function useDraft(userId: string, place: string): [draft: string, setDraft: (text: string) => void] {
  const key = `draft:${userId}:${place}`;
  const draft = useSyncExternalStore(subscribe, () => read(key), () => "");
  const setDraft = useCallback((text: string) => write(key, text), [key]);
  return [draft, setDraft];
}

/** What stands in the fields: ahead of the storage, which may be full or forbidden. */
const drafts = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(key: string): string {
  const known = drafts.get(key);
  if (known !== undefined) return known;
  let kept = "";
  try {
    kept = localStorage.getItem(key) ?? "";
  } catch {
    // Without storage a draft lives as long as its page.
  }
  drafts.set(key, kept);
  return kept;
}

function write(key: string, text: string): void {
  drafts.set(key, text);
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // It is in the field, and in `drafts` for when one comes back.
  }
  for (const notify of listeners) notify();
}
