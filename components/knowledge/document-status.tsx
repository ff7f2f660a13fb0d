"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import type { Document } from "@/lib/knowledge/schemas";

/** How far a document is, in a word or a bar. Nothing for one that is ready, as it should be. */
export function DocumentStatus({ document }: { document: Document }) {
  const t = useTranslations("knowledge.status");
  if (document.status === "ready") return null;
  if (document.status === "failed") return <Badge tone="danger">{t("failed")}</Badge>;
  if (document.status === "queued") return <Badge dot>{t("queued")}</Badge>;
  return (
    <Progress
      className="w-32"
      labelHidden
      label={t("processingName", { title: document.title })}
      value={document.progress > 0 ? document.progress * 100 : null}
      valueLabel={t("processing")}
    />
  );
}
