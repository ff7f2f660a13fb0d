"use client";

import { ArrowLeft, Ellipsis, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ContextPanel, PanelToggle } from "@/components/chat/context-panel";
import type { PanelPreference } from "@/components/chat/panel-preference";
import { usePanel } from "@/components/chat/use-panel";
import { usePlace, useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton, IconLink } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";
import type { Document, TextPage } from "@/lib/knowledge/schemas";
import { DocumentDetails } from "./document-details";
import { useDocumentFacts } from "./document-facts";
import { DocumentReader, type Passage } from "./document-reader";
import { DocumentStatus } from "./document-status";

type DocumentScreenProps = {
  projectId: string;
  document: Document;
  initialSeq: number;
  pages: TextPage[];
  passage: Passage | null;
  addedBy: string | null;
  canWrite: boolean;
  panel: PanelPreference;
};

/** A document: its text, page by page, and what is known of it. */
export function DocumentScreen({ projectId, document: initial, initialSeq, pages, passage, addedBy, canWrite, panel: preference }: DocumentScreenProps) {
  const t = useTranslations("knowledge");
  const router = useRouter();
  const problem = useProblem();
  const facts = useDocumentFacts();
  const panel = usePanel(preference);
  const [document, setDocument] = useState(initial);
  const [rendered, setRendered] = useState(initial);
  // The page was rendered anew: what it says is newer than what was heard.
  if (rendered !== initial) {
    setRendered(initial);
    setDocument(initial);
  }
  const [page, setPage] = useState(passage?.page ?? 1);
  const [wanted, setWanted] = useState<{ page: number; at: number } | null>(null);
  const [deleting, setDeleting] = useState(false);
  const pageCount = document.pageCount ?? 1;

  usePlace(projectId, { documentId: document.id });
  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (payload["documentId"] !== document.id) return;
      // The catalogue gives these their types.
      if (name === "document:progress") setDocument((known) => ({ ...known, status: payload["status"] as Document["status"], progress: payload["progress"] as number }));
      if (name === "document:updated" && thing) setDocument(thing as Document);
      // The text comes from the server once there is one.
      if (name === "document:updated" && payload["status"] !== document.status) router.refresh();
      if (name === "document:deleted") {
        toast({ title: t("document.deleted", { title: document.title }) });
        router.replace(paths.knowledge(projectId));
      }
    },
    onReset: () => router.refresh(),
  });

  async function run(what: Promise<unknown>): Promise<boolean> {
    try {
      await what;
      return true;
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
      return false;
    }
  }
  const retry = () => void run(apiClient.post<Document>(api.documentRetry(projectId, document.id)).then(setDocument));

  return (
    <div className="flex h-full min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line ps-2 pe-2 sm:ps-3">
          <IconLink href={paths.knowledge(projectId)} label={t("document.back")}><ArrowLeft className="rtl:-scale-x-100" /></IconLink>
          <h1 className="min-w-0 flex-1 truncate font-semibold" title={document.title}><bdi>{document.title}</bdi></h1>
          {pageCount > 1 && pages.length > 0 ? <PageField page={page} count={pageCount} onGo={(to) => setWanted({ page: to, at: Date.now() })} /> : null}
          {canWrite ? (
            <Menu align="end" trigger={<IconButton label={t("actions.menu", { title: document.title })}><Ellipsis /></IconButton>}>
              {document.status === "failed" ? <MenuItem icon={<RotateCcw />} onSelect={retry}>{t("actions.retry")}</MenuItem> : null}
              <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setDeleting(true)}>{t("actions.delete")}</MenuItem>
            </Menu>
          ) : null}
          <PanelToggle panel={panel} label={t("details.title")} />
        </header>
        {pages.length > 0 ? (
          <DocumentReader
            key={`${document.id}-${passage?.page}-${passage?.start}`}
            projectId={projectId}
            documentId={document.id}
            initial={pages}
            pageCount={pageCount}
            passage={passage}
            isMarkdown={document.documentType === "md"}
            onPage={setPage}
            wanted={wanted}
          />
        ) : (
          <EmptyState title={document.status === "failed" ? t("document.failed") : t("document.waiting")} description={document.status === "failed" ? facts.problem(document) : t("document.waitingText")}>
            {document.status === "failed" ? (canWrite ? <Button icon={<RotateCcw />} onClick={retry}>{t("actions.retry")}</Button> : null) : <DocumentStatus document={document} />}
          </EmptyState>
        )}
      </div>
      <ContextPanel panel={panel} title={t("details.title")}>
        <DocumentDetails projectId={projectId} document={document} addedBy={addedBy} />
      </ContextPanel>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t("delete.title")}
        description={t("delete.text", { title: document.title })}
        confirmLabel={t("delete.confirm")}
        busyLabel={t("delete.busy")}
        cancelLabel={t("delete.cancel")}
        onConfirm={() => run(apiClient.delete(api.document(projectId, document.id)))}
      />
    </div>
  );
}

/** Where the reader is, and a way to another page. */
function PageField({ page, count, onGo }: { page: number; count: number; onGo: (page: number) => void }) {
  const t = useTranslations("knowledge.document");
  const [typed, setTyped] = useState<string | null>(null);

  function go(event: FormEvent): void {
    event.preventDefault();
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= count) onGo(wanted);
    setTyped(null);
  }

  return (
    <form onSubmit={go} className="flex shrink-0 items-center gap-1 text-sm text-faint tabular-nums">
      <input
        aria-label={t("goTo", { count })}
        inputMode="numeric"
        value={typed ?? String(page)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
        style={{ inlineSize: `${String(count).length + 2}ch` }}
        className="h-6 rounded-sm border border-transparent bg-transparent text-end text-ink hover:border-line-strong focus:border-control focus:bg-raised"
      />
      <span>{t("of", { count })}</span>
    </form>
  );
}
