"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { toBlocks } from "@/components/knowledge/page-text";
import { cn } from "@/components/ui/cn";
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
  // A `#` that begins a line alone is a heading wherever it stands: of Markdown, or by chance and none the worse for it.
  const blocks = toBlocks(found.content.slice(from, to), { start: start - from, end: end - from }, true);
  return (
    <div className="grid gap-2.5">
      {blocks.map(({ start: at, level, flows, parts }, index) => (
        <p key={at} dir="auto" className={cn(textClass, level !== null && "font-semibold", !flows && "whitespace-pre-line")}>
          {index === 0 && from > 0 ? "… " : null}
          {parts.map(({ text, marked }, part) => (marked ? <mark key={part} ref={bringIntoView}>{text}</mark> : text))}
          {index === blocks.length - 1 && to < (found.content?.length ?? 0) ? " …" : null}
        </p>
      ))}
    </div>
  );
}

const textClass = "font-serif text-reading/6 wrap-anywhere text-subtle [&>mark]:text-ink";

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
