"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { TextPage } from "@/lib/knowledge/schemas";
import { DocumentPage } from "./document-page";
import type { TextRange } from "./page-text";
import { usePageRange } from "./use-page-range";

export type Passage = TextRange & { page: number };

type DocumentReaderProps = {
  projectId: string;
  documentId: string;
  initial: TextPage[];
  pageCount: number;
  passage: Passage | null;
  isMarkdown: boolean;
  onPage: (page: number) => void;
  /** A page that the reader asked for; `at` tells one wish from the next. */
  wanted: { page: number; at: number } | null;
};

/** The text of a document. Pages are read as they come near; the cited passage is brought into view first. */
export function DocumentReader({ projectId, documentId, initial, pageCount, passage, isMarkdown, onPage, wanted }: DocumentReaderProps) {
  const t = useTranslations("knowledge.document");
  const range = usePageRange(projectId, documentId, initial, pageCount);
  const view = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const bottom = useRef<HTMLDivElement>(null);
  const firstPage = range.pages[0]?.page ?? 1;
  const before = useRef({ firstPage, height: 0 });

  useLayoutEffect(() => {
    const mark = view.current?.querySelector("[data-passage]");
    mark?.scrollIntoView({ block: "center" });
  }, [passage]);

  // Pages that come above push the text down; the view goes with it, so that the reader's line stays.
  useLayoutEffect(() => {
    const element = view.current;
    if (!element) return;
    if (firstPage < before.current.firstPage) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { firstPage, height: element.scrollHeight };
  }, [firstPage, range.pages]);

  const { readEarlier, readLater, goTo } = range;
  useNear(view, top, range.hasEarlier && !range.error, readEarlier);
  useNear(view, bottom, range.hasLater && !range.error, readLater);
  useCurrentPage(view, range.pages, onPage);

  const show = useCallback((page: number) => view.current?.querySelector(`#page-${page}`)?.scrollIntoView({ block: "start" }), []);
  const handled = useRef(0);
  useEffect(() => {
    if (!wanted || handled.current === wanted.at) return;
    if (range.pages.some(({ page }) => page === wanted.page)) {
      handled.current = wanted.at;
      show(wanted.page);
    } else void goTo(wanted.page);
  }, [wanted, range.pages, goTo, show]);

  return (
    <div ref={view} tabIndex={0} aria-label={t("text")} role="region" className="min-h-0 flex-1 overflow-y-auto px-4 pb-24 -outline-offset-2 [overflow-anchor:none] sm:px-8">
      <div ref={top} className="h-px" />
      {range.hasEarlier && !range.error ? <div className="grid place-items-center py-6"><Spinner /></div> : null}
      {range.pages.map((page) => (
        <DocumentPage key={page.page} page={page} numbered={pageCount > 1} isMarkdown={isMarkdown} range={passage?.page === page.page ? passage : null} />
      ))}
      {range.error ? (
        <div role="alert" className="mx-auto mt-6 flex max-w-reading flex-wrap items-center gap-3 text-danger">
          {range.error}
          <Button size="sm" onClick={() => void (range.hasLater ? readLater() : readEarlier())}>{t("tryAgain")}</Button>
        </div>
      ) : null}
      <div ref={bottom} className="h-px" />
      {range.hasLater && !range.error ? <div className="grid place-items-center py-6"><Spinner /></div> : null}
    </div>
  );
}

type Ref = { readonly current: HTMLElement | null };

/** Calls `then` when the end of what is there comes near, again after each change of it. */
function useNear(view: Ref, end: Ref, active: boolean, then: () => Promise<void>): void {
  useEffect(() => {
    if (!active || !end.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void then(), { root: view.current, rootMargin: "1200px 0px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [view, end, active, then]);
}

/** Tells which page is being read: the one across the upper third of the view. */
function useCurrentPage(view: Ref, pages: TextPage[], onPage: (page: number) => void): void {
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting && target instanceof HTMLElement) onPage(Number(target.dataset["page"]));
      },
      { root: view.current, rootMargin: "-33% 0px -66% 0px" },
    );
    for (const section of view.current?.querySelectorAll("[data-page]") ?? []) observer.observe(section);
    return () => observer.disconnect();
  }, [view, pages, onPage]);
}
