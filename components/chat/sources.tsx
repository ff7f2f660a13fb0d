"use client";

import { ArrowUpRight, Quote } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonText } from "@/components/ui/skeleton";
import type { Citation, Message } from "@/lib/chat/schemas";
import { citationHref } from "./citation-mark";

type SourcesProps = { projectId: string; message: Message | null; active: number | null; onChoose: (citation: Citation) => void };

/** What an answer rests on: every source, the chosen one with its passage in context. */
export function Sources({ projectId, message, active, onChoose }: SourcesProps) {
  const t = useTranslations("chat");
  if (!message || message.citations.length === 0) {
    return <EmptyState icon={<Quote />} title={t("sources.emptyTitle")} description={message ? t("sources.none") : t("sources.emptyText")} />;
  }
  return (
    <ol className="grid gap-1 p-2">
      {message.citations.map((citation) => {
        const isOpen = citation.n === active;
        return (
          <li key={citation.n} className={cn("rounded-md", isOpen && "border border-line bg-paper")}>
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => onChoose(citation)}
              className={cn("flex w-full gap-2.5 rounded-md p-2.5 text-start", !isOpen && "hover:bg-hover")}
            >
              <span aria-hidden className="mt-0.5 grid h-4 min-w-4 place-items-center rounded-xs bg-accent-soft px-1 text-2xs font-semibold text-accent-text tabular-nums">{citation.n}</span>
              <span className="min-w-0 flex-1">
                <span className="flex items-baseline gap-2">
                  <span className="min-w-0 truncate font-medium" dir="auto" title={citation.title}>{citation.title}</span>
                  {citation.page === null ? null : <span className="shrink-0 text-xs text-faint tabular-nums">{t("citation.page", { page: citation.page })}</span>}
                </span>
                {isOpen ? null : <span dir="auto" className="mt-0.5 line-clamp-2 font-serif text-subtle wrap-anywhere">{citation.quote}</span>}
              </span>
            </button>
            {isOpen ? (
              <div className="px-3 pb-3">
                <Suspense fallback={<SkeletonText lines={6} className="py-2" />}><Passage projectId={projectId} citation={citation} /></Suspense>
                <ButtonLink size="sm" className="mt-3" href={citationHref(projectId, citation)} icon={<ArrowUpRight className="rtl:-scale-x-100" />}>{t("sources.open")}</ButtonLink>
              </div>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

/** It comes with the first source that somebody opens. */
const Passage = lazy(() => import("./passage").then(({ Passage: component }) => ({ default: component })));
