"use client";

import { CornerDownRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";
import type { Message } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { useChat, type Chat } from "./chat-context";
import { lineOf } from "./first-line";

/** The message that another one answers, in a line over it, which leads there. */
export function Quote({ messageId }: { messageId: string }) {
  const t = useTranslations("chat");
  const chat = useChat();
  const original = useOriginal(chat, messageId);
  const author = !original ? null : original.role === "assistant" ? t("assistant") : (original.userName ?? t("gone"));
  const words = original === undefined ? t("quote.loading") : original === null ? t("quote.missing") : original.deletedAt ? t("deleted") : lineOf(original);

  return (
    <button
      type="button"
      disabled={!original}
      onClick={() => chat.thread.jumpTo(messageId)}
      aria-label={author ? t("quote.open", { author }) : undefined}
      className="flex max-w-full min-w-0 items-center gap-1.5 rounded-sm text-start text-sm text-faint not-disabled:hover:text-ink"
    >
      <CornerDownRight aria-hidden className="size-3.5 shrink-0 -scale-y-100 rtl:-scale-x-100" />
      {author ? <span className="max-w-48 shrink-0 truncate font-medium text-subtle" dir="auto">{author}</span> : null}
      <span className={cn("min-w-0 truncate", (!original || original.deletedAt) && "italic")} dir="auto">{words}</span>
    </button>
  );
}

/** The message at hand, else read once; undefined until it is here, null when there is none. */
function useOriginal({ thread, projectId, sessionId }: Chat, messageId: string): Message | null | undefined {
  const { store } = thread;
  const subscribe = useCallback((listener: () => void) => store.subscribeItem(store.keyOf(messageId), listener), [store, messageId]);
  const get = () => store.getItem(store.keyOf(messageId))?.message ?? null;
  const atHand = useSyncExternalStore(subscribe, get, get);
  const [read, setRead] = useState<Message | null>();
  const isMissing = atHand === null;

  useEffect(() => {
    if (!isMissing) return undefined;
    let current = true;
    apiClient.get<Message>(api.message(projectId, sessionId, messageId)).then(
      (message) => current && setRead(message),
      () => current && setRead(null),
    );
    return () => {
      current = false;
    };
  }, [isMissing, projectId, sessionId, messageId]);
  return atHand ?? read;
}
