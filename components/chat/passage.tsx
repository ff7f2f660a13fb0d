"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { SkeletonText } from "@/components/ui/skeleton";
import type { Citation } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { TextPage } from "@/lib/knowledge/schemas";

/** How much of the page is shown before and after the passage, in characters. */
const around = 700;

/** A cited passage with what stands around it on its page. Until the page is there, and if it doesn't come, the quote. */
export function Passage({ projectId, citation }: { projectId: string; citation: Citation }) {
  const t = useTranslations("chat.citation");
  const { documentId, page, start, end, quote } = citation;
  const [found, setFound] = useState<{ of: Citation; content: string | null } | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    const from = page ?? 1;
    apiClient.get<{ items: TextPage[] }>(api.documentPages(projectId, documentId, { from, limit: 1 }), { signal: controller.signal }).then(
      ({ items }) => setFound({ of: citation, content: items.find((item) => item.page === from)?.content ?? null }),
      () => {
        if (!controller.signal.aborted) setFound({ of: citation, content: null });
      },
    );
    return () => controller.abort();
  }, [projectId, documentId, page, citation]);

  if (found?.of !== citation) return <SkeletonText lines={6} className="py-2" />;
  // A document that was read anew may have other offsets: then only the quote itself is certain.
  if (found.content === null || end > found.content.length) {
    return (
      <>
        <p dir="auto" className={textClass}><mark>{quote}</mark></p>
        <p className="mt-2 text-sm text-faint">{t("onlyQuote")}</p>
      </>
    );
  }
  const from = wordStart(found.content, start - around);
  const to = wordEnd(found.content, end + around);
  return (
    <p dir="auto" className={textClass}>
      {from > 0 ? "… " : null}
      {found.content.slice(from, start)}
      <mark ref={bringIntoView}>{found.content.slice(start, end)}</mark>
      {found.content.slice(end, to)}
      {to < found.content.length ? " …" : null}
    </p>
  );
}

const textClass = "font-serif text-reading/6 whitespace-pre-line wrap-anywhere text-subtle [&>mark]:text-ink";

function bringIntoView(mark: HTMLElement | null): void {
  mark?.scrollIntoView({ block: "nearest" });
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.indexOf(" ", at);
  return space === -1 ? at : space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space === -1 ? at : space;
}
