"use client";

import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import { cn } from "@/components/ui/cn";
import type { TextPage } from "@/lib/knowledge/schemas";
import { toBlocks, type TextBlock, type TextRange } from "./page-text";

type DocumentPageProps = { page: TextPage; range: TextRange | null; isMarkdown: boolean; numbered: boolean };

/** A page's text, set for reading. */
export const DocumentPage = memo(function DocumentPage({ page, range, isMarkdown, numbered }: DocumentPageProps) {
  const t = useTranslations("knowledge.document");
  const { start, end } = range ?? {};
  const blocks = useMemo(() => toBlocks(page.content, start === undefined || end === undefined ? null : { start, end }, isMarkdown), [page.content, start, end, isMarkdown]);
  return (
    <section id={`page-${page.page}`} data-page={page.page} aria-label={numbered ? t("page", { page: page.page }) : t("text")} className="scroll-mt-4">
      {numbered ? (
        <div aria-hidden className="mx-auto flex max-w-reading items-center gap-3 pt-10 pb-6 text-xs text-faint tabular-nums">
          <span className="h-px flex-1 bg-line" />
          {t("page", { page: page.page })}
          <span className="h-px flex-1 bg-line" />
        </div>
      ) : (
        <div className="h-8" />
      )}
      <div className="reading mx-auto font-serif">
        {blocks.length === 0 ? <p className="text-faint italic">{t("emptyPage")}</p> : blocks.map((block) => <Block key={block.start} block={block} />)}
      </div>
    </section>
  );
});

function Block({ block: { level, flows, parts } }: { block: TextBlock }) {
  const content = parts.map(({ text, marked }, index) => (marked ? <mark key={index} data-passage>{text}</mark> : text));
  if (level === null) return <p dir="auto" className={flows ? undefined : "whitespace-pre-line"}>{content}</p>;
  return <p role="heading" aria-level={Math.min(6, level + 1)} dir="auto" className={cn("leading-tight font-semibold", level === 1 ? "text-[1.5em]" : level === 2 ? "text-[1.3em]" : "text-[1.14em]")}>{content}</p>;
}
