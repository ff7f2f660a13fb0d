"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import type { Problem } from "@/lib/core/problems";

type UnsentProps = { problem: Problem | null; onRetry: () => void; onDiscard: () => void };

/** A message that the server hasn't got: it stays, with the reason and a way on. */
export function Unsent({ problem, onRetry, onDiscard }: UnsentProps) {
  const t = useTranslations("chat.send");
  const words = useProblem();
  return (
    <div role="alert" className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <span className="inline-flex items-baseline gap-1.5 text-danger">
        <CircleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5" />
        {problem ? t("failed", { reason: words.text(problem) }) : t("unreached")}
      </span>
      <Button size="sm" onClick={onRetry}>{t("retry")}</Button>
      <Button size="sm" variant="ghost" onClick={onDiscard}>{t("discard")}</Button>
    </div>
  );
}
