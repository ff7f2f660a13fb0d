"use client";

import { GitBranch } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useThreadView, type Thread } from "./state/use-thread";

/** Says that the reader is not where the conversation goes on, and leads there. */
export function BranchNotice({ thread }: { thread: Thread }) {
  const t = useTranslations("chat.branches");
  const { branchId, activeBranchId } = useThreadView(thread);
  if (branchId === activeBranchId) return null;
  return (
    <div role="status" className="border-t border-line bg-sunken px-3 sm:px-6">
      <div className="mx-auto flex max-w-[46rem] flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-subtle">
        <GitBranch aria-hidden className="size-4 shrink-0" />
        <p className="min-w-0 flex-1">{t("elsewhere")}</p>
        <Button size="sm" onClick={() => void thread.chooseBranch(activeBranchId).catch(() => toast({ title: t("failed"), tone: "danger" }))}>{t("go")}</Button>
      </div>
    </div>
  );
}
