"use client";

import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { useShell } from "@/components/projects/rail/shell-context";
import { toast } from "@/components/ui/toaster";
import { useChat } from "./chat-context";
import type { Thread } from "./state/use-thread";
import type { RowWindow } from "./window/row-window";

/** How long the message that was looked for stands out, in milliseconds. */
const shownMs = 2_500;

/** Brings the reader to the message that the address names (`target`), and to each that something asks the thread for. */
export function useJump({ navigator, store, jumpTo }: Thread, rows: RowWindow, target: string | null): void {
  const t = useTranslations("chat");
  const { conversation } = useShell();
  const { sessionId } = useChat();
  const jump = useSyncExternalStore(navigator.subscribeJump, navigator.getJump, nothing);

  useEffect(() => {
    if (target !== null) jumpTo(target);
  }, [jumpTo, target]);
  useEffect(() => conversation.show(sessionId, jumpTo), [conversation, sessionId, jumpTo]);

  useEffect(() => {
    if (!jump) return;
    if (jump.state === "ready") rows.show(store.keyOf(jump.messageId), "center", standOut);
    else toast({ id: "jump", title: t(jump.state === "missing" ? "notFound" : "loadFailed"), tone: "danger" });
  }, [jump, rows, store, t]);
}

function standOut(row: HTMLElement): void {
  const message = row.querySelector<HTMLElement>("[data-message]");
  if (!message) return;
  message.focus({ preventScroll: true });
  message.dataset["shown"] = "";
  setTimeout(() => delete message.dataset["shown"], shownMs);
}

const nothing = (): null => null;
