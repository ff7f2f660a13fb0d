"use client";

import { useTranslations } from "next-intl";
import { PageBody } from "@/components/shell/page-body";
import { Skeleton } from "@/components/ui/skeleton";

/** The place of a page of a project while it is read: its title stands, its rows will come. */
export function PageSkeleton({ title, rows = 6 }: { title: string; rows?: number }) {
  const t = useTranslations("shell");
  return (
    <PageBody title={title}>
      <div role="status" aria-label={t("loading")} className="mt-8 divide-y divide-line border-y border-line">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex items-center gap-3 py-3.5">
            <Skeleton className="size-7 rounded-full" />
            <Skeleton className="h-4 w-56" />
          </div>
        ))}
      </div>
    </PageBody>
  );
}
