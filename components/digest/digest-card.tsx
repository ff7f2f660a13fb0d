"use client";

import { Sparkles, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { rememberDigest } from "@/components/digest/digest-cookie";
import { DigestLine } from "@/components/digest/digest-line";
import { DigestSummaryText } from "@/components/digest/digest-summary";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Time } from "@/components/ui/time";
import type { Digest, DigestSummary } from "@/lib/digest/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

/** Lines that are shown before somebody asks for all. */
const fewLines = 4;

/** What happened in a project since somebody's last visit, line by line with its sources, or summed up by a model. */
export function DigestCard({ projectId, digest, since }: { projectId: string; digest: Digest; since: string }) {
  const t = useTranslations("digest");
  const problem = useProblem();
  const [isDismissed, setDismissed] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const [summary, setSummary] = useState<DigestSummary | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { items, messages, conversations, canSummarize } = digest;

  useEffect(() => rememberDigest("seen", since, paths.project(projectId)), [since, projectId]);

  function dismiss(): void {
    rememberDigest("dismissed", since, paths.project(projectId));
    setDismissed(true);
    // The button goes with the card; whoever uses the keyboard goes on at the page that is left.
    document.getElementById("content")?.focus({ preventScroll: true });
  }

  async function sumUp(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      setSummary(await apiClient.post<DigestSummary>(api.digestSummary(projectId, since)));
    } catch (thrown) {
      setError(problem.caught(thrown));
    }
    setBusy(false);
  }

  if (isDismissed) return null;
  return (
    <div className="flex max-h-[58dvh] shrink-0 px-4 pt-4 pb-2 sm:px-8 sm:pt-8">
      <section aria-labelledby="digest-title" className="mx-auto flex w-full max-w-[46rem] flex-col rounded-md border border-line bg-raised">
        <header className="flex items-start gap-3 ps-4 pe-2 pt-3 pb-2">
          <div className="min-w-0 flex-1">
            <h2 id="digest-title" className="title-panel">{t("title")}</h2>
            <p className="text-sm text-faint">
              <Time value={since} /> · {t("counts", { messages, conversations })}
            </p>
          </div>
          {canSummarize && items.length > 1 && !summary ? (
            <Button size="sm" icon={<Sparkles />} busy={busy} busyLabel={t("sum.busy")} onClick={() => void sumUp()}>{t("sum.ask")}</Button>
          ) : null}
          <IconButton size="sm" label={t("dismiss")} onClick={dismiss}><X /></IconButton>
        </header>
        <div className="min-h-0 overflow-y-auto">
          {error ? <p role="alert" className="px-4 pb-1 text-danger">{error}</p> : null}
          <div aria-live="polite">{summary ? <DigestSummaryText projectId={projectId} summary={summary} /> : null}</div>
          <ul className="px-2 pb-2">
            {(showsAll ? items : items.slice(0, fewLines)).map((item, index) => (
              <li key={index}><DigestLine projectId={projectId} item={item} /></li>
            ))}
          </ul>
          {items.length > fewLines ? (
            <button type="button" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)} className="hit mx-4 mb-3 rounded-sm text-sm text-faint hover:text-ink">
              {showsAll ? t("showLess") : t("showAll", { count: items.length })}
            </button>
          ) : null}
        </div>
      </section>
    </div>
  );
}
