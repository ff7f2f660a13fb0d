"use client";

import { Check, CircleAlert, FileUp, RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useProblem } from "@/components/shell/use-problem";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { mayRetry, type Upload } from "@/components/uploads/upload-queue";
import { paths } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";
import type { UploadLimits, Uploads } from "./use-uploads";

type UploadListProps = { projectId: string; uploads: Uploads; limits: UploadLimits };

/** Files on their way, each with how far it is and a way to end it. */
export function UploadList({ projectId, uploads: { uploads, remove, retry }, limits }: UploadListProps) {
  const t = useTranslations("knowledge.upload");
  const problem = useProblem();
  if (uploads.length === 0) return null;

  function words({ problem: code }: Upload<Document>): string {
    if (code === "too-large") return t("tooLarge", { megabytes: Math.round(limits.mostBytes / 1_000_000) });
    if (code === "unsupported-media-type") return t("unsupported");
    if (code === "empty") return t("empty");
    return problem.byCode(code ?? "internal");
  }

  return (
    <ul aria-label={t("label")} className="grid gap-1">
      {uploads.map((upload) => (
        <li key={upload.id} className="flex items-center gap-2.5 rounded-md border border-line bg-raised py-1.5 ps-3 pe-1.5">
          <State upload={upload} />
          <div className="min-w-0 flex-1">
            <p className="truncate" dir="auto" title={upload.file.name}>
              {upload.result ? <Link className="hover:underline" href={paths.document(projectId, upload.result.id)}>{upload.file.name}</Link> : upload.file.name}
            </p>
            {upload.state === "sending" ? <Progress labelHidden label={t("progress", { name: upload.file.name })} value={upload.progress * 100} className="mt-1.5 mb-1" /> : null}
            {upload.state === "waiting" ? <p className="text-xs text-faint">{t("waiting")}</p> : null}
            {upload.state === "done" ? <p className="text-xs text-faint">{t("done")}</p> : null}
            {upload.state === "failed" ? <p role="alert" className="text-sm text-danger">{words(upload)}</p> : null}
          </div>
          {mayRetry(upload) ? <IconButton size="sm" label={t("retry", { name: upload.file.name })} onClick={() => retry(upload.id)}><RotateCcw /></IconButton> : null}
          <IconButton size="sm" label={t(upload.state === "sending" || upload.state === "waiting" ? "cancel" : "dismiss", { name: upload.file.name })} onClick={() => remove(upload.id)}><X /></IconButton>
        </li>
      ))}
    </ul>
  );
}

function State({ upload: { state } }: { upload: Upload<Document> }) {
  if (state === "done") return <Check aria-hidden className="size-4 shrink-0 text-success" />;
  if (state === "failed") return <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />;
  return <FileUp aria-hidden className="size-4 shrink-0 text-faint" />;
}
