"use client";

import { useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { insertMention, mentionAt, type MentionQuery } from "./mention-match";

/** What the list of people answers to, while it is shown. */
export type MentionControls = { onKeyDown: (event: KeyboardEvent) => boolean };

/** Completes people in a text after an @. The list itself comes with the first one. */
export function useMention(field: RefObject<HTMLTextAreaElement | null>, text: string, setText: (text: string) => void) {
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [active, setActive] = useState<string | null>(null);
  /** Where a list was closed by hand: it stays closed for this @. */
  const closedAt = useRef<number | null>(null);
  const controls = useRef<MentionControls>(null);
  const listId = useId();

  function look(): void {
    const element = field.current;
    const found = element && element.selectionStart === element.selectionEnd ? mentionAt(element.value, element.selectionStart) : null;
    if (!found) closedAt.current = null;
    const next = found && closedAt.current !== found.start ? found : null;
    setQuery((before) => (before?.start === next?.start && before?.text === next?.text ? before : next));
    if (!next) setActive(null);
  }

  function close(): void {
    closedAt.current = query?.start ?? null;
    setQuery(null);
    setActive(null);
  }

  function pick(name: string): void {
    if (!query) return;
    const next = insertMention(text, query, name);
    setText(next.text);
    setQuery(null);
    setActive(null);
    // The field has its new text after this rendering.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  return {
    query,
    look,
    close,
    pick,
    setActive,
    controls: { ref: controls, listId },
    onKeyDown: (event: KeyboardEvent): boolean => query !== null && (controls.current?.onKeyDown(event) ?? false),
    /** For the field: what the list is to it. */
    field: query ? ({ "aria-autocomplete": "list", "aria-controls": listId, ...(active ? { "aria-activedescendant": active } : {}) } as const) : {},
  };
}
