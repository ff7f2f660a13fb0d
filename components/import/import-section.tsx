"use client";

import { FileUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ImportRow } from "@/components/import/import-row";
import { useImports } from "@/components/import/use-imports";
import { DropZone } from "@/components/knowledge/drop-zone";
import { LoadMore } from "@/components/shell/load-more";
import type { Page } from "@/components/shell/use-pages";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { sendFile } from "@/components/uploads/send-file";
import type { ChatImport } from "@/lib/chat/import/schemas";
import { api } from "@/lib/http/paths";

type ImportSectionProps = {
  projectId: string;
  initialSeq: number;
  first: Page<ChatImport>;
  /** Why nothing may be imported, or null. */
  bar: "archived" | "viewer" | null;
  mostBytes: number;
  userId: string;
  canModerate: boolean;
};

type Sending = { file: File; progress: number; controller: AbortController };

/** Brings the conversations of another program into the project, and shows what was brought in before. */
export function ImportSection({ projectId, initialSeq, first, bar, mostBytes, userId, canModerate }: ImportSectionProps) {
  const t = useTranslations("import");
  const problem = useProblem();
  const imports = useImports(projectId, first, initialSeq);
  const picker = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<string | null>(null);
  const megabytes = Math.round(mostBytes / 1_000_000);

  async function take(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (!file || sending) return;
    const reason = !/\.(?:zip|json)$/i.test(file.name) ? "kind" : file.size > mostBytes ? "size" : file.size === 0 ? "empty" : null;
    setError(reason && t(`refused.${reason}`, { name: file.name, megabytes }));
    if (reason) return;
    const controller = new AbortController();
    setSending({ file, progress: 0, controller });
    try {
      imports.put(await sendFile<ChatImport>(api.chatImports(projectId), file, (progress) => setSending({ file, progress, controller }), controller.signal));
    } catch (thrown) {
      if (!controller.signal.aborted) setError(problem.caught(thrown));
    }
    setSending(null);
  }

  return (
    <>
      {bar ? (
        <p className="text-subtle">{t(bar)}</p>
      ) : (
        <DropZone label={t("dropOver")} hint={t("kinds", { megabytes })} onFiles={(files) => void take(files)} className="rounded-md border border-dashed border-line-strong px-4 py-6 text-center">
          <p className="font-medium">{t("drop")}</p>
          <p className="mt-1 text-sm text-pretty text-subtle">{t("kinds", { megabytes })}</p>
          <Button className="mt-3" icon={<FileUp />} disabled={sending !== null} onClick={() => picker.current?.click()}>{t("choose")}</Button>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".zip,.json,application/zip,application/json"
            aria-label={t("choose")}
            onChange={(event) => {
              void take([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
        </DropZone>
      )}
      {bar ? null : (
        <details className="mt-2 text-sm text-subtle">
          <summary className="hit w-fit rounded-sm text-faint hover:text-ink">{t("how")}</summary>
          <p className="mt-1">{t("howChatgpt")}</p>
          <p>{t("howClaude")}</p>
          <p>{t("howOpenWebui")}</p>
          <p>{t("howLibrechat")}</p>
        </details>
      )}
      {error ? <p role="alert" className="mt-3 wrap-anywhere text-danger">{error}</p> : null}
      {sending ? (
        <div className="mt-3 flex items-center gap-2.5 rounded-md border border-line bg-raised py-2 ps-3 pe-1.5">
          <div className="min-w-0 flex-1">
            <Progress label={t("sending", { name: sending.file.name })} value={sending.progress * 100} />
          </div>
          <IconButton size="sm" label={t("cancelSending", { name: sending.file.name })} onClick={() => sending.controller.abort()}><X /></IconButton>
        </div>
      ) : null}
      {imports.items.length > 0 ? (
        <ul aria-label={t("list")} className="mt-4 border-t border-line">
          {imports.items.map((one) => (
            <ImportRow key={one.id} of={one} onCancel={bar === null && (canModerate || one.userId === userId) ? () => imports.cancel(one) : null} />
          ))}
        </ul>
      ) : null}
      <LoadMore {...imports} />
    </>
  );
}
