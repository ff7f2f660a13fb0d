"use client";

import { useTranslations } from "next-intl";

/** The line at which begins what came since the reader was last here. */
export function NewLine() {
  const t = useTranslations("chat");
  return (
    <div className="mt-4 -mb-2 flex items-center gap-3 px-3 text-xs font-semibold text-accent-text first:mt-2">
      {/* Before the line: at its end are the actions of the message below. */}
      <h2>{t("new")}</h2>
      <span aria-hidden className="h-px flex-1 bg-accent" />
    </div>
  );
}
