"use client";

import { CircleAlert, Download, Ellipsis, FileText, FolderPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLink } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";
import { useChat } from "../chat-context";
import type { DocumentState, DocumentStates } from "./document-states";
import { sizeInWords } from "./pictures";

/** A document that came with a message: it leads to its page, and says how far it is read while that isn't done. */
export function DocumentChip({ projectId, attachment }: { projectId: string; attachment: Attachment }) {
  const t = useTranslations("chat.attachment");
  const { documents, canAddDocuments } = useChat();
  const { documentId, name } = attachment;
  const state = useDocumentState(documents, documentId);

  return (
    <div className="flex max-w-80 items-center gap-2 rounded-md border border-line bg-raised ps-2.5 pe-1">
      {state?.status === "failed" ? <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" /> : <FileText aria-hidden className="size-4 shrink-0 text-faint" />}
      <div className="min-w-0 flex-1 py-1.5">
        <Name href={documentId ? paths.document(projectId, documentId) : null} name={name} />
        <DocumentStateLine attachment={attachment} state={state} />
      </div>
      <Menu align="end" trigger={<IconButton size="sm" label={t("menu", { name })}><Ellipsis /></IconButton>}>
        {documentId ? <MenuLink icon={<FileText />} href={paths.document(projectId, documentId)}>{t("openDocument")}</MenuLink> : null}
        <MenuItem icon={<Download />} onSelect={() => save(api.attachmentFile(projectId, attachment.id), name)}>{t("downloadFile")}</MenuItem>
        {documentId && canAddDocuments && state?.isShared === false ? <ShareItem projectId={projectId} documentId={documentId} documents={documents} /> : null}
      </Menu>
    </div>
  );
}

function ShareItem({ projectId, documentId, documents }: { projectId: string; documentId: string; documents: DocumentStates }) {
  const t = useTranslations("chat.attachment");
  const problem = useProblem();

  async function share(): Promise<void> {
    try {
      documents.put(await apiClient.patch<Document>(api.document(projectId, documentId), { scope: "project" }));
      toast({ title: t("shared") });
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }
  return <MenuItem icon={<FolderPlus />} onSelect={() => void share()}>{t("share")}</MenuItem>;
}

/** What is to be said of a document below its name: how far it is, or how large. */
export function DocumentStateLine({ attachment, state }: { attachment: Attachment; state: DocumentState | null }): ReactNode {
  const t = useTranslations("chat.attachment");
  const tProblem = useTranslations("knowledge.problem");
  const locale = useLocale();
  if (state?.status === "failed") return <p className="text-xs text-danger">{tProblem(state.problem ?? "internal")}</p>;
  const words = state?.status === "queued" ? t("queued") : state?.status === "processing" ? t("reading", { percent: Math.round(state.progress * 100) }) : sizeInWords(attachment.size, locale);
  return <p className="truncate text-xs text-faint tabular-nums">{words}</p>;
}

/** How far a document is read, kept true while it is shown. Null for what isn't known or is none. */
export function useDocumentState(documents: DocumentStates, documentId: string | null): DocumentState | null {
  const get = () => (documentId === null ? null : documents.get(documentId));
  useEffect(() => {
    if (documentId !== null) documents.ask(documentId);
  }, [documents, documentId]);
  return useSyncExternalStore(documents.subscribe, get, nothing);
}

function Name({ href, name }: { href: string | null; name: string }) {
  if (!href) return <p className="truncate font-medium" dir="auto" title={name}>{name}</p>;
  return <Link href={href} prefetch={false} className="block truncate font-medium hover:underline" dir="auto" title={name}>{name}</Link>;
}

function save(address: string, name: string): void {
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
}

const nothing = () => null;
