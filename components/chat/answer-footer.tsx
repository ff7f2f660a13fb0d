"use client";

import { ArrowRightToLine, CircleAlert, Quote, RotateCcw, Square } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { Message } from "@/lib/chat/schemas";
import { useChat } from "./chat-context";
import { AnswerVersions } from "./versions/answer-versions";
import type { AnswerVersions as Versions } from "./versions/use-answer-versions";

type AnswerFooterProps = { versions: Versions; onRetry: (() => void) | null; onSources: () => void };

/** Below an answer: how it ended, if not as it should, and quietly who wrote it, from what, and what it was before. */
export function AnswerFooter({ versions, onRetry, onSources }: AnswerFooterProps) {
  const t = useTranslations("chat.answer");
  const { tools } = useChat();
  const message = versions.shown;
  const ending = useEnding(message);
  const sources = message.citations.length;
  const isNewest = versions.index === versions.count - 1;
  const goesOn = isNewest && message.content !== "" && (message.status === "interrupted" || message.status === "stopped" || message.metadata["cutOff"] === true);
  return (
    <>
      {ending ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-subtle">
          <span className="inline-flex items-baseline gap-1.5">
            {message.status === "failed" ? <CircleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-danger" /> : <Square aria-hidden className="size-3 shrink-0 translate-y-px text-faint" />}
            <span>{ending}</span>
          </span>
          {onRetry && isNewest ? (
            <span className="flex flex-wrap gap-1.5">
              {goesOn ? <Button size="sm" icon={<ArrowRightToLine className="rtl:-scale-x-100" />} onClick={() => tools.goOn(message.id)}>{t("goOn")}</Button> : null}
              <Button size="sm" variant={goesOn ? "ghost" : "secondary"} icon={<RotateCcw />} onClick={onRetry}>{t("retry")}</Button>
            </span>
          ) : null}
        </div>
      ) : null}
      <div className="mt-2 flex min-h-4 flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-faint empty:hidden">
        {versions.count > 1 ? <AnswerVersions versions={versions} /> : null}
        {sources > 0 ? (
          <button type="button" onClick={onSources} className="hit -mx-1 inline-flex items-center gap-1 rounded-sm px-1 text-subtle hover:bg-hover hover:text-ink">
            <Quote aria-hidden className="size-3" />
            {t("sources", { count: sources })}
          </button>
        ) : null}
        <Facts message={message} />
      </div>
    </>
  );
}

/** Who wrote it and how long that took; what it used opens with a press, so that a finger finds it too. */
function Facts({ message: { status, metadata } }: { message: Message }) {
  const t = useTranslations("chat.answer");
  const format = useFormatter();
  const { model, durationMs, inputTokens, outputTokens, firstTokenMs } = metadata;
  const name = model === "built-in" ? t("builtIn") : typeof model === "string" ? model : null;
  const seconds = (ms: unknown): string | null => (typeof ms === "number" ? t("seconds", { seconds: format.number(ms / 1000, { maximumFractionDigits: 1 }) }) : null);
  const took = status === "failed" ? null : seconds(durationMs);
  const line = [name, took].filter((part) => part !== null).join(" · ");
  if (line === "") return null;
  const about = metadata["tokensEstimated"] === true ? "yes" : "no";
  const facts = [
    typeof inputTokens === "number" ? t("usage.read", { about, count: inputTokens }) : null,
    typeof outputTokens === "number" ? t("usage.written", { about, count: outputTokens }) : null,
    seconds(firstTokenMs) ? t("usage.firstToken", { time: seconds(firstTokenMs) ?? "" }) : null,
  ].filter((part) => part !== null);
  if (facts.length === 0) return <span className="tabular-nums">{line}</span>;
  return (
    <Popover
      label={t("usage.title")}
      side="top"
      className="px-3 py-2"
      trigger={<button type="button" aria-label={`${line}. ${t("usage.title")}`} className="hit -mx-1 rounded-sm px-1 tabular-nums hover:bg-hover hover:text-ink">{line}</button>}
    >
      <ul className="grid gap-0.5 text-sm text-subtle tabular-nums">{facts.map((fact) => <li key={fact}>{fact}</li>)}</ul>
    </Popover>
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
