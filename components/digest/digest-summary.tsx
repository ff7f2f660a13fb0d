"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { hrefOf } from "@/components/digest/digest-line";
import { splitNumbers } from "@/components/digest/split-numbers";
import { cn } from "@/components/ui/cn";
import { footnoteClass, footnoteLinkClass } from "@/components/ui/footnote-class";
import type { DigestSummary } from "@/lib/digest/schemas";

/** A model's words on what happened. Its numbers lead to the lines that they rest on. */
export function DigestSummaryText({ projectId, summary: { text, model, sources } }: { projectId: string; summary: DigestSummary }) {
  const t = useTranslations("digest.sum");
  return (
    <div className="mx-4 mt-1 mb-3 border-s-2 border-accent ps-3">
      {text.split(/\n+/).map((paragraph, index) => (
        <p key={index} dir="auto" className="font-serif text-reading/6 wrap-anywhere not-first:mt-2">
          {splitNumbers(paragraph).map((part, place) => {
            if (typeof part === "string") return part;
            const source = sources[part - 1];
            return source ? (
              <Link key={place} href={hrefOf(projectId, source)} prefetch={false} title={source.text} aria-label={t("source", { n: part, text: source.text })} className={cn(footnoteClass, footnoteLinkClass)}>
                {part}
              </Link>
            ) : null;
          })}
        </p>
      ))}
      <p className="mt-1.5 text-xs text-faint">{t("by", { model })}</p>
    </div>
  );
}
