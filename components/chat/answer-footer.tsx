"use client";

import { CircleAlert, Quote, RotateCcw, Square } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Message } from "@/lib/chat/schemas";

type AnswerFooterProps = { message: Message; onRetry: (() => void) | null; onSources: () => void };

/** Below an answer: how it ended, if not as it should, and quietly who wrote it and from what. */
export function AnswerFooter({ message, onRetry, onSources }: AnswerFooterProps) {
  const t = useTranslations("chat");
  const ending = useEnding(message);
  const facts = useFacts(message);
  const sources = message.citations.length;
  return (
    <>
      {ending ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-subtle">
          <span className="inline-flex items-baseline gap-1.5">
            {message.status === "failed" ? <CircleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-danger" /> : <Square aria-hidden className="size-3 shrink-0 translate-y-px text-faint" />}
            <span>{ending}</span>
          </span>
          {onRetry ? <Button size="sm" icon={<RotateCcw />} onClick={onRetry}>{t("answer.retry")}</Button> : null}
        </div>
      ) : null}
      {facts || sources > 0 ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-faint">
          {sources > 0 ? (
            <button type="button" onClick={onSources} className="hit -mx-1 inline-flex items-center gap-1 rounded-sm px-1 text-subtle hover:bg-hover hover:text-ink">
              <Quote aria-hidden className="size-3" />
              {t("answer.sources", { count: sources })}
            </button>
          ) : null}
          {facts ? <span className="tabular-nums">{facts}</span> : null}
        </div>
      ) : null}
    </>
  );
}

function useEnding({ status, metadata }: Message): string | null {
  const t = useTranslations("chat.answer");
  if (status === "stopped") return t("stopped");
  if (status === "interrupted") return t("interrupted");
  if (status === "failed") {
    const key = `problems.${String(metadata["problem"])}`;
    // The codes are the server's; one that has no words yet gets the general ones.
    return t.has(key as never) ? t(key as never) : t("problems.model-failed");
  }
  return metadata["cutOff"] === true ? t("cutOff") : null;
}

function useFacts({ status, metadata }: Message): string | null {
  const t = useTranslations("chat.answer");
  const format = useFormatter();
  if (status === "streaming" || status === "failed") return null;
  const { model, durationMs } = metadata;
  const name = model === "built-in" ? t("builtIn") : typeof model === "string" ? model : null;
  const seconds = typeof durationMs === "number" ? t("seconds", { seconds: format.number(durationMs / 1000, { maximumFractionDigits: 1 }) }) : null;
  return [name, seconds].filter((part) => part !== null).join(" · ") || null;
}
