"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { SettingsValues } from "@/components/projects/settings/project-form";
import { useProjectLabels } from "@/components/projects/use-project-labels";
import { Button } from "@/components/ui/button";
import type { Project } from "@/lib/projects/schemas";

type StaleProjectProps = { current: Project; mine: Partial<SettingsValues>; busy: boolean; onOverwrite: () => void; onTake: () => void };

/** Two people changed the same project: what is saved now beside what is in the form, and the choice. */
export function StaleProject({ current, mine, busy, onOverwrite, onTake }: StaleProjectProps) {
  const t = useTranslations("projects.settings.stale");
  const labels = useProjectLabels();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const rows = Object.entries(mine).map(([field, value]) => ({ field, label: labels[`/${field}` as keyof typeof labels], theirs: inWords(current[field as keyof SettingsValues]), mine: inWords(value) }));
  return (
    <div ref={box} role="alertdialog" aria-labelledby="stale-title" aria-describedby="stale-text" tabIndex={-1} className="rounded-md bg-warning-soft p-4">
      <p id="stale-title" className="font-medium">{t("title")}</p>
      <p id="stale-text" className="text-subtle">{t("text")}</p>
      <dl className="mt-3 grid gap-3">
        {rows.map((row) => (
          <div key={row.field} className="grid gap-x-4 gap-y-1 border-t border-line-strong pt-3 sm:grid-cols-2">
            <dt className="text-sm font-medium sm:col-span-2">{row.label}</dt>
            <Side label={t("theirs")} text={row.theirs} nothing={t("nothing")} />
            <Side label={t("mine")} text={row.mine} nothing={t("nothing")} />
          </div>
        ))}
      </dl>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button variant="primary" busy={busy} onClick={onOverwrite}>{t("overwrite")}</Button>
        <Button onClick={onTake} disabled={busy}>{t("take")}</Button>
      </div>
    </div>
  );
}

function Side({ label, text, nothing }: { label: string; text: string; nothing: string }) {
  return (
    <dd className="min-w-0">
      <span className="block text-xs text-faint">{label}</span>
      {text ? <span className="block max-h-40 overflow-y-auto break-words whitespace-pre-wrap" dir="auto">{text}</span> : <span className="text-faint">{nothing}</span>}
    </dd>
  );
}

const inWords = (value: string | readonly string[] | null | undefined): string => (typeof value === "string" ? value : (value ?? []).join(", "));
