"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { Message } from "@/lib/chat/schemas";
import { lineOf } from "./first-line";

/** Over the composer's text: the message that it answers, which can be let go again. */
export function ReplyBar({ message, onCancel }: { message: Message; onCancel: () => void }) {
  const t = useTranslations("chat");
  const author = message.role === "assistant" ? t("assistant") : (message.userName ?? t("gone"));
  return (
    <div role="group" aria-label={t("reply.to", { author })} className="mx-2.5 mt-2.5 flex items-center gap-2 border-s-2 border-accent ps-2.5 text-sm">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-accent-text" dir="auto">{t("reply.to", { author })}</p>
        <p className="truncate text-subtle" dir="auto">{lineOf(message)}</p>
      </div>
      <IconButton size="sm" label={t("reply.cancel")} shortcut="esc" onClick={onCancel}><X /></IconButton>
    </div>
  );
}
