"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type WriteBar = "viewer" | "archivedProject" | "archived";

/** Stands where the composer would, and says why it doesn't. */
export function ReadingOnly({ why, action }: { why: WriteBar; action?: ReactNode }) {
  const t = useTranslations("chat.composer");
  return (
    <div className="mx-auto flex w-full max-w-[46rem] flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-md border border-line bg-sunken px-4 py-3 text-center text-subtle">
      <p>{t(why)}</p>
      {action}
    </div>
  );
}
