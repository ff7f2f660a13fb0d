"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Time } from "@/components/ui/time";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";
import { useDocumentFacts } from "./document-facts";

/** What is known of a document, for the panel beside its text. */
export function DocumentDetails({ projectId, document, addedBy }: { projectId: string; document: Document; addedBy: string | null }) {
  const t = useTranslations("knowledge");
  const facts = useDocumentFacts();
  return (
    <div className="grid gap-5 p-4 pt-2">
      <p className="font-serif text-lg/6 font-medium wrap-anywhere" dir="auto">{document.title}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
        <Fact name={t("details.type")}>{facts.type(document)}</Fact>
        {facts.pages(document) ? <Fact name={t("details.pages")}>{document.pageCount}</Fact> : null}
        <Fact name={t("details.size")}>{facts.size(document.fileSize)}</Fact>
        <Fact name={t("details.status")}>{t(`status.${document.status}`)}</Fact>
        {document.chunkCount === null ? null : <Fact name={t("details.passages")}>{document.chunkCount}</Fact>}
        <Fact name={t("details.addedBy")}>{addedBy ?? t("details.unknown")}</Fact>
        <Fact name={t("details.added")}><Time value={document.createdAt} /></Fact>
        {document.tags.length > 0 ? <Fact name={t("details.tags")}>{document.tags.join(", ")}</Fact> : null}
      </dl>
      {/* A plain link: the router must not try to show what is a download. */}
      <a href={api.documentFile(projectId, document.id)} download className={`${buttonClass({ variant: "secondary", size: "md" })} justify-self-start`}>
        <Download aria-hidden />
        {t("actions.download")}
      </a>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="wrap-anywhere text-ink tabular-nums" dir="auto">{children}</dd>
    </>
  );
}
