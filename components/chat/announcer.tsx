"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Message } from "@/lib/chat/schemas";
import type { Thread } from "./state/use-thread";
import { watchLast } from "./thread-hooks";

/** Tells a screen reader that an answer has ended or somebody wrote, once, and never the tokens. */
export function Announcer({ thread: { store }, userId }: { thread: Thread; userId: string }) {
  const t = useTranslations("chat.announce");
  const [words, setWords] = useState("");

  useEffect(() => {
    const known = new Map<string, Message["status"]>();
    const read = (say: (text: string) => void) => {
      for (const key of store.getOrder().slice(-8)) {
        const item = store.getItem(key);
        if (!item || item.send) continue;
        const { id, status, role, userId: author, userName } = item.message;
        const before = known.get(id);
        known.set(id, status);
        if (before === "streaming" && status !== "streaming") say(t(status === "complete" ? "answered" : "ended"));
        if (before === undefined && role === "user" && author !== userId) say(t("message", { author: userName ?? "" }));
      }
    };
    read(() => undefined);
    return watchLast(store, () => read(setWords));
  }, [store, userId, t]);

  return <p role="status" aria-live="polite" className="sr-only">{words}</p>;
}
