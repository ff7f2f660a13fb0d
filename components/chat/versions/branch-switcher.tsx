"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import { useChat } from "../chat-context";
import { useMessageBranches } from "../state/use-thread";
import { Switcher } from "./switcher";

/** Between the ways on from this point of the conversation, if the message begins one of several. */
export function BranchSwitcher({ messageId }: { messageId: string }) {
  const branches = useMessageBranches(useChat().thread, messageId);
  return branches ? <Ways {...branches} /> : null;
}

function Ways({ index, count, previous, next }: NonNullable<ReturnType<typeof useMessageBranches>>) {
  const t = useTranslations("chat.branch");
  const problem = useProblem();
  const [busy, setBusy] = useState(false);

  async function go(step: (() => Promise<void>) | null): Promise<void> {
    setBusy(true);
    try {
      await step?.();
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
    setBusy(false);
  }
  return (
    <Switcher
      className="mt-1 -ms-1"
      label={t("label")}
      words={{ previous: t("previous"), next: t("next"), place: t("place", { n: index + 1, count }) }}
      index={index}
      count={count}
      busy={busy}
      onGo={(to) => void go(to < index ? previous : next)}
    />
  );
}
