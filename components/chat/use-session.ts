"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

export type SessionControl = {
  session: ChatSession;
  change: (changes: { title?: string; archived?: boolean }) => Promise<void>;
  /** False when it is still there; the reason has been said. */
  remove: () => Promise<boolean>;
};

/** A conversation's title and state, as events and one's own changes leave them. Once it is gone, so is the page. */
export function useSession(initial: ChatSession, initialSeq: number): SessionControl {
  const t = useTranslations("chat.session");
  const router = useRouter();
  const problem = useProblem();
  const [session, setSession] = useState(initial);
  const { id, projectId } = initial;
  const address = api.chatSession(projectId, id);

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (payload["sessionId"] !== id) return;
      if (name === "chat:session:updated") {
        // The catalogue gives these their types; a live event carries the whole session.
        const { title, archived } = payload as { title: string; archived: boolean };
        setSession((known) => (thing ? (thing as ChatSession) : { ...known, title, archived }));
      }
      if (name === "chat:session:deleted") {
        toast({ id: `deleted-${id}`, title: t("gone") });
        router.replace(paths.chat(projectId));
      }
    },
    onReset: () => void apiClient.get<ChatSession>(address).then(setSession, () => router.refresh()),
  });

  async function change(changes: { title?: string; archived?: boolean }): Promise<void> {
    const before = session;
    setSession({ ...session, ...changes });
    try {
      setSession(await apiClient.patch<ChatSession>(address, changes));
    } catch (thrown) {
      setSession(before);
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }

  async function remove(): Promise<boolean> {
    try {
      await apiClient.delete(address);
      router.replace(paths.chat(projectId));
      return true;
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
      return false;
    }
  }
  return { session, change, remove };
}
