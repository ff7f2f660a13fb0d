"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { changeSession } from "@/components/projects/rail/change-session";
import { put, without, type SessionLists } from "@/components/projects/rail/session-lists";
import type { SessionStates } from "@/components/projects/rail/session-states";
import { useProblem } from "@/components/shell/use-problem";
import { copyText } from "@/components/ui/copy-text";
import { closeToast, toast } from "@/components/ui/toaster";
import type { ChatSession } from "@/lib/chat/schemas";
import { apiClient, ApiError } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

/** How long a deletion can be taken back from where it was done, in milliseconds. */
const undoMs = 10_000;

export type SessionActions = {
  rename: (session: ChatSession, title: string) => Promise<boolean>;
  /** Puts it away or brings it back. */
  setArchived: (session: ChatSession, archived: boolean) => Promise<boolean>;
  /** Takes it away at once; for a while it can be brought back. Whoever has it open goes to where one begins. */
  remove: (session: ChatSession) => Promise<void>;
  /** Whether it is this tab that takes a conversation away. */
  isRemoving: (sessionId: string) => boolean;
  setPinned: (session: ChatSession, pinned: boolean) => Promise<void>;
  copyLink: (session: ChatSession) => Promise<void>;
};

type SetLists = (change: (known: SessionLists) => SessionLists) => void;

/** What can be done with a conversation, from the rail and from its own page: shown at once, taken back when refused. */
export function useSessionActions(projectId: string, states: SessionStates, setLists: SetLists): SessionActions {
  const t = useTranslations("shell");
  const problem = useProblem();
  const router = useRouter();

  return useMemo(() => {
    const removing = new Set<string>();
    const titleOf = (session: ChatSession): string => session.title || t("rail.untitled");
    const show = (session: ChatSession): void => setLists((known) => put(known, session));
    const failed = (thrown: unknown): void => void toast({ title: problem.caught(thrown), tone: "danger" });

    async function change(session: ChatSession, changes: { title?: string; archived?: boolean }): Promise<boolean> {
      try {
        await changeSession(session, changes, show);
        return true;
      } catch (thrown) {
        failed(thrown);
        return false;
      }
    }

    async function setArchived(session: ChatSession, archived: boolean): Promise<boolean> {
      if (!(await change(session, { archived }))) return false;
      if (archived) toast({ title: t("conversation.archived", { title: titleOf(session) }), action: { label: t("undo"), onClick: () => void change({ ...session, archived: true }, { archived: false }) } });
      return true;
    }

    async function remove(session: ChatSession): Promise<void> {
      const wasOpen = location.pathname === paths.chat(projectId, session.id);
      removing.add(session.id);
      setLists((known) => without(known, session.id));
      if (wasOpen) router.push(paths.newChat(projectId));
      const deleting = apiClient.delete(api.chatSession(projectId, session.id));
      const notice = toast({ title: t("conversation.deleted", { title: titleOf(session) }), timeout: undoMs, action: { label: t("undo"), onClick: () => void bringBack(session, deleting, wasOpen) } });
      try {
        await deleting;
      } catch (thrown) {
        removing.delete(session.id);
        closeToast(notice);
        // Somebody else was quicker: it is gone, as it should be.
        if (thrown instanceof ApiError && thrown.problem.code === "not-found") return;
        show(session);
        failed(thrown);
      }
    }

    async function bringBack(session: ChatSession, deleting: Promise<unknown>, wasOpen: boolean): Promise<void> {
      try {
        await deleting;
      } catch {
        // It was never gone; why has been said.
        return;
      }
      try {
        show(await apiClient.post<ChatSession>(api.restoreSession(projectId, session.id)));
        removing.delete(session.id);
        if (wasOpen) router.push(paths.chat(projectId, session.id));
      } catch (thrown) {
        failed(thrown);
      }
    }

    async function setPinned(session: ChatSession, pinned: boolean): Promise<void> {
      states.setPinned(session.id, pinned);
      try {
        const address = api.sessionPin(projectId, session.id);
        await (pinned ? apiClient.put(address) : apiClient.delete(address));
      } catch (thrown) {
        states.setPinned(session.id, !pinned);
        failed(thrown);
      }
    }

    async function copyLink(session: ChatSession): Promise<void> {
      const isCopied = await copyText(new URL(paths.chat(projectId, session.id), location.origin).href);
      toast(isCopied ? { title: t("conversation.linkCopied"), timeout: 2_000 } : { title: t("conversation.copyFailed"), tone: "danger" });
    }

    return { rename: (session, title) => change(session, { title }), setArchived, remove, isRemoving: (sessionId) => removing.has(sessionId), setPinned, copyLink };
  }, [projectId, states, setLists, t, problem, router]);
}
