"use client";

import { Check, CircleAlert, CircleSlash, Import, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { isUnderWay } from "@/components/import/use-imports";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import type { ChatImport } from "@/lib/chat/import/schemas";

/** One import: how far it is, or what it brought. */
export function ImportRow({ of, onCancel }: { of: ChatImport; onCancel: (() => Promise<void>) | null }) {
  const t = useTranslations("import");
  const [busy, setBusy] = useState(false);
  const { fileName, source, status, total, done, createdAt } = of;
  const Icon = icons[status];

  async function cancel(): Promise<void> {
    setBusy(true);
    await onCancel?.();
    setBusy(false);
  }

  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${inks[status]}`} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <bdi className="min-w-0 truncate font-medium" title={fileName}>{fileName}</bdi>
          <span className="ms-auto shrink-0 text-sm text-faint">
            {source ? <>{t(`sources.${source}`)} · </> : null}
            <Time value={createdAt} />
          </span>
        </p>
        {isUnderWay(of) ? (
          <Progress
            labelHidden
            label={t("progress", { name: fileName })}
            className="mt-1.5"
            value={total === null || total === 0 ? null : (done / total) * 100}
            valueLabel={status === "queued" ? t("status.queued") : total === null ? t("status.reading") : t("status.running", { done, total })}
          />
        ) : (
          <p role="status" className={status === "failed" ? "text-sm text-danger" : "text-sm text-subtle"}><Outcome of={of} /></p>
        )}
      </div>
      {onCancel && isUnderWay(of) ? <IconButton size="sm" label={t("cancel", { name: fileName })} busy={busy} onClick={() => void cancel()}><X /></IconButton> : null}
    </li>
  );
}

function Outcome({ of: { status, imported, skipped, skipReasons, problem } }: { of: ChatImport }) {
  const t = useTranslations("import");
  const format = useFormatter();
  if (status === "cancelled") return `${t("status.cancelled")}. ${t("kept", { imported })}`;
  if (status !== "failed") {
    const result = t("result", { imported, skipped });
    const reasons = skipReasonNames.flatMap((reason) => (skipReasons[reason] ? [t(`reasons.${reason}`, { count: skipReasons[reason] })] : []));
    return reasons.length > 0 ? t("resultWithReasons", { result, reasons: format.list(reasons) }) : result;
  }
  // `has` answers whether a code of the server has words here; its type knows only those that have.
  const reason = t(t.has(`problems.${problem}` as never) ? (`problems.${problem}` as never) : "problems.internal");
  return imported > 0 ? `${reason} ${t("kept", { imported })}` : reason;
}

const skipReasonNames = ["existing", "empty", "too-large", "unreadable"] as const;
const icons = { queued: Import, running: Import, done: Check, failed: CircleAlert, cancelled: CircleSlash };
const inks = { queued: "text-faint", running: "text-accent-text", done: "text-success", failed: "text-danger", cancelled: "text-faint" };
