"use client";

import { CircleAlert, FileText, RotateCcw, X } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { use, useCallback, type ReactNode } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { mayRetry, type Upload } from "@/components/uploads/upload-queue";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { ChatContext } from "../chat-context";
import { DocumentStateLine, useDocumentState } from "./document-chip";
import type { DocumentState, DocumentStates } from "./document-states";
import { sizeInWords } from "./pictures";
import type { Attaching, AttachmentLimits } from "./use-attachments";

type AttachmentTrayProps = {
  attaching: Attaching;
  limits: AttachmentLimits;
  /** Characters of a long text that was pasted, which may become a file; null when there is none. */
  pastedLength: number | null;
  onAttachPasted: () => void;
  onKeepPasted: () => void;
};

/** The files of the message that is being written: how far each is, and a way to end it, try again or take it off. */
export function AttachmentTray({ attaching: { uploads, remove, retry }, limits, pastedLength, onAttachPasted, onKeepPasted }: AttachmentTrayProps) {
  const t = useTranslations("chat.attachment");
  const format = useFormatter();
  return (
    <div className="grid gap-2 px-2.5 pt-2.5">
      {uploads.length > 0 ? (
        <ul aria-label={t("tray")} className="flex flex-wrap gap-1.5">
          {uploads.map((upload) => <Item key={upload.id} upload={upload} limits={limits} onRemove={() => remove(upload.id)} onRetry={() => retry(upload.id)} />)}
        </ul>
      ) : null}
      {pastedLength === null ? null : (
        <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-sm bg-sunken px-2.5 py-1.5 text-sm text-subtle">
          <span className="min-w-0 flex-1 basis-48">{t("pasted", { count: format.number(pastedLength) })}</span>
          <span className="flex gap-1">
            <Button size="sm" onClick={onAttachPasted}>{t("attachPasted")}</Button>
            <Button size="sm" variant="ghost" onClick={onKeepPasted}>{t("keepPasted")}</Button>
          </span>
        </div>
      )}
    </div>
  );
}

type ItemProps = { upload: Upload<Attachment>; limits: AttachmentLimits; onRemove: () => void; onRetry: () => void };

function Item({ upload, limits, onRemove, onRetry }: ItemProps) {
  const t = useTranslations("chat.attachment");
  const { file, state } = upload;
  const isPicture = file.type.startsWith("image/") && state !== "failed";
  const isOver = state === "done" || state === "failed";
  const close = (
    <IconButton size="sm" label={t(isOver ? "remove" : "cancel", { name: file.name })} onClick={onRemove} className={isPicture ? "absolute end-1 top-1 size-5 bg-raised/90 [&_svg]:size-3.5" : undefined}><X /></IconButton>
  );
  if (isPicture) {
    return (
      <li className="relative size-16 overflow-hidden rounded-md border border-line bg-sunken">
        <LocalPicture file={file} className={cn("size-full object-cover transition-opacity", state !== "done" && "opacity-45")} />
        {state === "done" ? null : <div className="absolute inset-x-1.5 bottom-1.5"><Bar upload={upload} /></div>}
        {close}
      </li>
    );
  }
  return (
    <li className={cn("flex max-w-full items-center gap-2 rounded-md border bg-paper ps-2.5 pe-1", state === "failed" ? "w-full border-danger" : "h-16 w-60 border-line")}>
      {state === "failed" ? <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" /> : <FileText aria-hidden className="size-4 shrink-0 text-faint" />}
      <div className="min-w-0 flex-1 py-1.5">
        <p className="truncate font-medium" dir="auto" title={file.name}>{file.name}</p>
        <State upload={upload} limits={limits} />
      </div>
      {mayRetry(upload) ? <IconButton size="sm" label={t("retry", { name: file.name })} onClick={onRetry}><RotateCcw /></IconButton> : null}
      {close}
    </li>
  );
}

function State({ upload, limits }: Pick<ItemProps, "upload" | "limits">): ReactNode {
  const t = useTranslations("chat.attachment");
  const problem = useProblem();
  const locale = useLocale();
  const chat = use(ChatContext);
  const { file, state, problem: code, result } = upload;
  if (state === "failed") {
    const known = { "too-large": t("tooLarge", { megabytes: Math.round(limits.mostBytes / 1_000_000) }), "too-many": t("tooMany", { count: limits.most }), "unsupported-media-type": t("unsupported"), empty: t("empty") }[code ?? ""];
    return <p role="alert" className="text-xs text-danger">{known ?? problem.byCode(code ?? "internal")}</p>;
  }
  if (state !== "done") return <Bar upload={upload} />;
  if (chat && result?.documentId) return <ReadState documents={chat.documents} attachment={result} />;
  return <p className="text-xs text-faint tabular-nums">{sizeInWords(file.size, locale)}</p>;
}

function ReadState({ documents, attachment }: { documents: DocumentStates; attachment: Attachment }) {
  return <DocumentStateLine attachment={attachment} state={useDocumentState(documents, attachment.documentId) ?? waiting} />;
}

/** It has just been uploaded. */
const waiting: DocumentState = { status: "queued", progress: 0, problem: null, isShared: false };

function Bar({ upload: { file, state, progress } }: { upload: Upload<Attachment> }) {
  const t = useTranslations("chat.attachment");
  return <Progress labelHidden label={t("progress", { name: file.name })} value={state === "sending" ? progress * 100 : 0} className="py-1.5" />;
}

/** A picture of this page, whose address lives as long as it is shown. */
function LocalPicture({ file, className }: { file: File; className: string }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const address = URL.createObjectURL(file);
      image.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [file],
  );
  // oxlint-disable-next-line nextjs/no-img-element -- a file of this computer, no server can scale it
  return <img ref={show} alt={file.name} title={file.name} className={className} />;
}
