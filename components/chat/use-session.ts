"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { changeSession } from "@/components/projects/rail/change-session";
import { useShell } from "@/components/projects/rail/shell-context";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession, UpdateSessionInput } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

export type SessionControl = {
  session: ChatSession;
  /** Shown at once, taken back when the server refuses it. */
  change: (changes: UpdateSessionInput) => Promise<void>;
};

/** A conversation's title, state and settings, as events and one's own changes leave them. Once it is gone, so is the page. */
export function useSession(initial: ChatSession, initialSeq: number): SessionControl {
  const t = useTranslations("conversation");
  const router = useRouter();
  const problem = useProblem();
  const { actions } = useShell();
  const [session, setSession] = useState(initial);
  const { id, projectId } = initial;
  const address = api.chatSession(projectId, id);

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (payload["sessionId"] !== id) return;
      if (name === "chat:session:updated") {
        // A live event carries the whole session; a replayed one says that there is something to read.
        if (thing) setSession(thing as ChatSession);
        else void readAgain();
      }
      // Whoever deletes it here has been told, with a way back.
      if (name === "chat:session:deleted" && !actions.isRemoving(id)) {
        toast({ id: `deleted-${id}`, title: t("gone") });
        router.replace(paths.chat(projectId));
      }
    },
    onReset: () => void readAgain(),
  });

  async function readAgain(): Promise<void> {
    await apiClient.get<ChatSession>(address).then(setSession, () => router.refresh());
  }

  async function change(changes: UpdateSessionInput): Promise<void> {
    await changeSession(session, changes, setSession).catch((thrown: unknown) => void toast({ title: problem.caught(thrown), tone: "danger" }));
  }
  return { session, change };
}
