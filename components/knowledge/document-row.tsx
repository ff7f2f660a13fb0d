"use client";

import { Download, Ellipsis, FileText, RotateCcw, ScrollText, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import { api, paths } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";
import { useDocumentFacts } from "./document-facts";
import { DocumentStatus } from "./document-status";

type DocumentRowProps = {
  projectId: string;
  document: Document;
  /** Null for who may only read. */
  onRetry: (() => void) | null;
  onDelete: (() => void) | null;
};

export function DocumentRow({ projectId, document, onRetry, onDelete }: DocumentRowProps) {
  const t = useTranslations("knowledge");
  const facts = useDocumentFacts();
  const Icon = document.documentType === "pdf" ? ScrollText : FileText;
  const isFailed = document.status === "failed";
  return (
    <li className="group/row relative flex items-center gap-3 border-b border-line px-2 py-2.5 last:border-b-0 hover:bg-hover sm:px-3">
      <Icon aria-hidden className="size-4.5 shrink-0 text-faint" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        {/* The whole row leads to the document; the actions lie above the link. */}
        <Link href={paths.document(projectId, document.id)} className="block truncate font-medium outline-offset-0 after:absolute after:inset-0" title={document.title}>
          <bdi>{document.title}</bdi>
        </Link>
        <p className={cn("text-sm text-faint", !isFailed && "truncate")}>
          {isFailed ? <span className="text-danger">{facts.problem(document)}</span> : <><span>{facts.line(document)}</span> · <Time value={document.createdAt} /></>}
        </p>
      </div>
      <div className={cn("shrink-0", isFailed && "max-sm:hidden")}><DocumentStatus document={document} /></div>
      <div className="relative shrink-0">
        <Menu align="end" trigger={<IconButton size="sm" label={t("actions.menu", { title: document.title })}><Ellipsis /></IconButton>}>
          <MenuLink icon={<Download />} href={api.documentFile(projectId, document.id)} prefetch={false}>{t("actions.download")}</MenuLink>
          {onRetry && isFailed ? <MenuItem icon={<RotateCcw />} onSelect={onRetry}>{t("actions.retry")}</MenuItem> : null}
          {onDelete ? (
            <>
              <MenuSeparator />
              <MenuItem icon={<Trash2 />} tone="danger" onSelect={onDelete}>{t("actions.delete")}</MenuItem>
            </>
          ) : null}
        </Menu>
      </div>
    </li>
  );
}
