"use client";

import { FileUp, Files, SearchX, Type } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toaster";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";
import { AddTextDialog } from "./add-text-dialog";
import { DocumentFiltersBar } from "./document-filters";
import { DocumentRow } from "./document-row";
import { DropZone } from "./drop-zone";
import { UploadList } from "./upload-list";
import { isFiltered, noFilters, useDocuments, type DocumentPage } from "./use-documents";
import { acceptOf, useUploads, type UploadLimits } from "./use-uploads";

type DocumentsScreenProps = {
  projectId: string;
  initial: DocumentPage;
  initialSeq: number;
  /** Whether the reader may add and delete; else why not, in the words of the page. */
  canWrite: boolean;
  limits: UploadLimits;
};

/** The project's documents: what there is, how far each is, and ways to add more. */
export function DocumentsScreen({ projectId, initial, initialSeq, canWrite, limits }: DocumentsScreenProps) {
  const t = useTranslations("knowledge");
  const problem = useProblem();
  const list = useDocuments(projectId, initial, initialSeq);
  const uploads = useUploads(projectId, limits, (document, dismiss) => {
    list.put(document);
    dismiss();
  });
  const [addingText, setAddingText] = useState(false);
  const [deleting, setDeleting] = useState<Document | null>(null);
  const [deleteError, setDeleteError] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const accept = useMemo(() => acceptOf(limits), [limits]);
  const isEmpty = list.documents.length === 0;
  const isBare = isEmpty && !isFiltered(list.filters) && list.busy === null && list.error === null;

  async function retry(document: Document): Promise<void> {
    try {
      list.put(await apiClient.post<Document>(api.documentRetry(projectId, document.id)));
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }

  async function remove(document: Document): Promise<boolean> {
    try {
      await apiClient.delete(api.document(projectId, document.id));
      list.drop(document.id);
      return true;
    } catch (thrown) {
      setDeleteError(problem.caught(thrown));
      return false;
    }
  }

  const addButtons = (
    <>
      <Button icon={<Type />} onClick={() => setAddingText(true)}>{t("addText.open")}</Button>
      <Button variant="primary" icon={<FileUp />} onClick={() => picker.current?.click()}>{t("upload.open")}</Button>
    </>
  );

  return (
    <DropZone label={t("upload.drop")} hint={t("upload.kinds", { megabytes: Math.round(limits.mostBytes / 1_000_000) })} onFiles={canWrite ? uploads.add : null} className="flex h-full min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] gap-5 px-4 py-6 sm:px-8 sm:py-8">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="title-page me-auto">{t("title")}</h1>
            {canWrite && !isBare ? addButtons : null}
          </div>
          {isBare ? null : <DocumentFiltersBar filters={list.filters} onChange={list.setFilters} />}
          <UploadList projectId={projectId} uploads={uploads} limits={limits} />
          {list.error ? (
            <div role="alert" className="flex flex-wrap items-center gap-3 text-danger">
              {list.error}
              <Button size="sm" onClick={() => void list.reload()}>{t("tryAgain")}</Button>
            </div>
          ) : null}
          {isBare ? (
            <EmptyState icon={<Files />} title={t("empty.title")} description={canWrite ? t("empty.text", { megabytes: Math.round(limits.mostBytes / 1_000_000) }) : t("empty.viewer")}>
              {canWrite ? addButtons : null}
            </EmptyState>
          ) : isEmpty && list.busy === null && !list.error ? (
            <EmptyState icon={<SearchX />} title={t("noMatch.title")} description={t("noMatch.text")}>
              <Button onClick={() => list.setFilters(noFilters)}>{t("noMatch.action")}</Button>
            </EmptyState>
          ) : (
            <ul aria-label={t("title")} aria-busy={list.busy === "reading"} className="-mx-2 border-t border-line sm:-mx-3">
              {list.documents.map((document) => (
                <DocumentRow
                  key={document.id}
                  projectId={projectId}
                  document={document}
                  onRetry={canWrite ? () => void retry(document) : null}
                  onDelete={
                    canWrite
                      ? () => {
                          setDeleteError(null);
                          setDeleting(document);
                        }
                      : null
                  }
                />
              ))}
            </ul>
          )}
          {list.busy === "reading" && isEmpty ? <Spinner label={t("reading")} className="mx-auto" /> : null}
          {list.hasMore ? <Button className="justify-self-start" busy={list.busy === "more"} busyLabel={t("reading")} onClick={() => void list.loadMore()}>{t("more")}</Button> : null}
        </div>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={t("upload.open")}
        onChange={(event) => {
          uploads.add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <AddTextDialog projectId={projectId} open={addingText} onOpenChange={setAddingText} onAdded={list.put} />
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={t("delete.title")}
        description={t("delete.text", { title: deleting?.title ?? "" })}
        confirmLabel={t("delete.confirm")}
        busyLabel={t("delete.busy")}
        cancelLabel={t("delete.cancel")}
        error={deleteError}
        onConfirm={() => (deleting ? remove(deleting) : true)}
      />
    </DropZone>
  );
}
