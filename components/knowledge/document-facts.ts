"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Document } from "@/lib/knowledge/schemas";

/** What is known of a document, in words. */
export function useDocumentFacts() {
  const t = useTranslations("knowledge");
  const format = useFormatter();
  const size = (bytes: number): string => {
    const unit = bytes < 1_000 ? "byte" : bytes < 1_000_000 ? "kilobyte" : "megabyte";
    const value = bytes / { byte: 1, kilobyte: 1_000, megabyte: 1_000_000 }[unit];
    return format.number(value, { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: value < 10 && unit !== "byte" ? 1 : 0 });
  };
  // `has` answers whether a type has a word here; its own type knows only those that have.
  const type = ({ documentType }: Document): string => (t.has(`type.${documentType}` as never) ? t(`type.${documentType}` as never) : documentType.toUpperCase());
  const pages = ({ pageCount, documentType }: Document): string | null => (pageCount === null || documentType !== "pdf" ? null : t("pages", { count: pageCount }));
  return {
    size,
    type,
    pages,
    line: (document: Document): string => [type(document), pages(document), size(document.fileSize)].filter((part) => part !== null).join(" · "),
    problem: ({ problem }: Document): string => t(`problem.${problem ?? "internal"}`),
  };
}
