"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ChatNews } from "./chat-news";
import type { Thread } from "./state/use-thread";
import { lastMessages, watchLast } from "./thread-hooks";

/** Tells a screen reader that an answer has ended or somebody wrote, once, and never the tokens. */
export function Announcer({ thread: { store }, userId }: { thread: Thread; userId: string }) {
  const t = useTranslations("chat.announce");
  const [words, setWords] = useState("");

  useEffect(() => {
    const news = new ChatNews(userId);
    const look = () => news.look({ messages: lastMessages(store), branchId: store.view.branchId, isWhole: store.edges.newer === null });
    look();
    let isAsked = false;
    const lookSoon = () => {
      if (isAsked) return;
      isAsked = true;
      // A page or a branch comes in several steps: only all of them together say what is new.
      queueMicrotask(() => {
        isAsked = false;
        const last = look().at(-1);
        if (!last) return;
        const text = last.kind === "message" ? t("message", { author: last.author ?? "" }) : t(last.kind);
        // The same words again are no change, and wouldn't be read.
        setWords((before) => (before === text ? `${text}\u00A0` : text));
      });
    };
    const stops = [watchLast(store, lookSoon), store.subscribeEdges(lookSoon)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, userId, t]);

  return <p role="status" aria-live="polite" className="sr-only">{words}</p>;
}
