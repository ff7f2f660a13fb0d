"use client";

import { SmilePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Tooltip } from "@/components/ui/tooltip";
import type { Message } from "@/lib/chat/schemas";
import { useChat } from "../chat-context";
import { chipClass, chipsClass, signClass } from "./chip-class";
import { ReactionPicker } from "./reaction-picker";
import { useReactors } from "./use-reactors";

/** What others think of a message without a word: one chip for each emoji, which adds or takes back the reader's own. */
export function Reactions({ message }: { message: Message }) {
  const t = useTranslations("chat.reactions");
  const { canWrite, tools } = useChat();
  return (
    <div role="group" aria-label={t("label")} className={chipsClass}>
      {message.reactions.map(({ emoji, userIds }) => (
        <Chip key={emoji} emoji={emoji} userIds={userIds} onToggle={canWrite ? () => tools.react(message, emoji) : null} />
      ))}
      {canWrite ? (
        <ReactionPicker align="start" onPick={(emoji) => tools.react(message, emoji)}>
          <IconButton size="sm" label={t("add")} className="opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 data-popup-open:opacity-100 coarse:opacity-100"><SmilePlus /></IconButton>
        </ReactionPicker>
      ) : null}
    </div>
  );
}

type ChipProps = { emoji: string; userIds: readonly string[]; onToggle: (() => void) | null };

function Chip({ emoji, userIds, onToggle }: ChipProps) {
  const t = useTranslations("chat.reactions");
  const { userId } = useChat();
  const isOwn = userIds.includes(userId);
  return (
    <Tooltip side="top" content={<Reactors emoji={emoji} userIds={userIds} />}>
      <button
        type="button"
        aria-pressed={isOwn}
        aria-label={t("chip", { emoji, count: userIds.length })}
        aria-disabled={onToggle === null || undefined}
        onClick={onToggle ?? undefined}
        className={cn(chipClass(isOwn), onToggle && (isOwn ? "hover:bg-hover" : "hover:border-line-strong hover:bg-hover hover:text-ink"))}
      >
        <span aria-hidden className={signClass}>{emoji}</span>
        {userIds.length}
      </button>
    </Tooltip>
  );
}

function Reactors({ emoji, userIds }: { emoji: string; userIds: readonly string[] }) {
  const t = useTranslations("chat.reactions");
  return t("by", { people: useReactors(userIds), emoji });
}
