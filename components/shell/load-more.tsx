"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

type LoadMoreProps = { hasMore: boolean; busy: boolean; error: string | null; loadMore: () => Promise<void> };

/** The end of a list that goes on. */
export function LoadMore({ hasMore, busy, error, loadMore }: LoadMoreProps) {
  const t = useTranslations("shell");
  if (!hasMore) return null;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3">
      <Button busy={busy} busyLabel={t("loadingMore")} onClick={() => void loadMore()}>{t("more")}</Button>
      {error ? <p role="alert" className="text-danger">{error}</p> : null}
    </div>
  );
}
