"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import { footnoteClass, footnoteLinkClass } from "@/components/ui/footnote-class";
import { HoverCard } from "@/components/ui/hover-card";
import type { Citation } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";

type CitationMarkProps = { projectId: string; citation: Citation; active: boolean; onOpen: (citation: Citation) => void };

/** The number of a source in a text. It shows the passage on hover and focus, and opens it beside the text. */
export function CitationMark({ projectId, citation, active, onOpen }: CitationMarkProps) {
  const t = useTranslations("chat");
  const href = citationHref(projectId, citation);

  function open(event: MouseEvent): void {
    // A new tab leads to the document itself.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(citation);
  }

  return (
    <HoverCard
      trigger={
        <Link href={href} prefetch={false} onClick={open} aria-label={t("citation.mark", { n: citation.n, title: citation.title })} className={cn(footnoteClass, footnoteLinkClass, active && "bg-accent text-on-accent")}>
          {citation.n}
        </Link>
      }
    >
      <p className="flex items-baseline gap-2 text-xs text-subtle">
        <span className="min-w-0 truncate font-medium text-ink" dir="auto">{citation.title}</span>
        {citation.page === null ? null : <span className="shrink-0 tabular-nums">{t("citation.page", { page: citation.page })}</span>}
      </p>
      <blockquote dir="auto" className="mt-1.5 line-clamp-6 font-serif text-reading/6 wrap-anywhere">{citation.quote}</blockquote>
    </HoverCard>
  );
}

/** The place of a number whose source comes with the answer's end. */
export function PendingMark({ n }: { n: number }) {
  return <span className={cn(footnoteClass, "bg-hover text-faint")}>{n}</span>;
}

/** Where a citation leads to. */
export const citationHref = (projectId: string, { documentId, page, start, end }: Citation): string =>
  paths.document(projectId, documentId, page === null ? undefined : { page, start, end });
