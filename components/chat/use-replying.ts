"use client";

import { useEffect } from "react";
import type { Message } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Chat } from "./chat-context";
import type { DraftControl } from "./use-draft";

/** Keeps the message that is answered with the draft: it comes back with it, and goes when it is let go. */
export function useReplying({ projectId, sessionId, thread, replying }: Chat, { draft: { replyTo }, change }: DraftControl): void {
  useEffect(
    () =>
      replying.subscribe(() => {
        const message = replying.get();
        change({ replyTo: message?.id ?? null });
        // Whoever chooses to answer wants to write.
        if (message) document.querySelector<HTMLElement>("[data-composer] textarea")?.focus();
      }),
    [replying, change],
  );

  useEffect(() => {
    // It may have been let go, or sent, in another tab.
    if (replyTo === null) replying.set(null);
    if (replyTo === null || replying.get()?.id === replyTo) return undefined;
    let current = true;
    const take = (message: Message) => {
      if (current && message.deletedAt === null) replying.set(message);
    };
    const atHand = thread.store.getItem(thread.store.keyOf(replyTo))?.message;
    if (atHand) take(atHand);
    // One that is gone is answered no more; what is written stays.
    else apiClient.get<Message>(api.message(projectId, sessionId, replyTo)).then(take, () => current && change({ replyTo: null }));
    return () => {
      current = false;
    };
  }, [replyTo, replying, thread, projectId, sessionId, change]);
}
