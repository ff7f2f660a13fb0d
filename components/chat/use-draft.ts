"use client";

import { useCallback, useEffect, useState } from "react";

/**
 * A text that is being written, kept in this browser until it is sent: per person, because browsers are shared, and
 * per conversation. Empty until the page has started, since the server doesn't know it.
 */
export function useDraft(userId: string, place: string): [draft: string, setDraft: (text: string) => void] {
  const key = `draft:${userId}:${place}`;
  const [draft, setState] = useState("");

  useEffect(() => {
    // What was typed before the page had started is newer than what was kept.
    setState((typed) => typed || read(key));
  }, [key]);

  const setDraft = useCallback(
    (text: string) => {
      setState(text);
      try {
        if (text === "") localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {
        // A full or forbidden storage keeps nothing; the text is still in the field.
      }
    },
    [key],
  );
  return [draft, setDraft];
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
