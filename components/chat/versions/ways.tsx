"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { BranchStep, MessageBranches } from "../state/use-thread";
import { Switcher } from "./switcher";

/** Steps between the branches that begin at a place of the conversation. */
export function Ways({ messageId, index, count, previous, next }: MessageBranches & { messageId: string }) {
  const t = useTranslations("chat.branch");
  const problem = useProblem();
  const [busy, setBusy] = useState(false);

  async function go(step: BranchStep | null, side: "first" | "last"): Promise<void> {
    if (!step) return;
    setBusy(true);
    try {
      await step.choose();
      focusSwitcher(step.messageId, side);
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
    setBusy(false);
  }
  return (
    <Switcher
      id={idOf(messageId)}
      className="mt-1 -ms-1"
      label={t("label")}
      words={{ previous: t("previous"), next: t("next"), place: t("place", { n: index + 1, count }) }}
      index={index}
      count={count}
      busy={busy}
      onGo={(to) => void (to < index ? go(previous, "first") : go(next, "last"))}
    />
  );
}

/** Where this message was, another one stands now: who steps on with the keyboard goes on at its switcher. */
function focusSwitcher(messageId: string, side: "first" | "last"): void {
  // With the next frame it is mounted, if it is in view.
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById(idOf(messageId))?.querySelector<HTMLElement>(`button:${side}-of-type`)?.focus({ preventScroll: true });
  });
}

const idOf = (messageId: string): string => `ways-${messageId}`;
