"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

type Page = { items: ChatSession[]; nextCursor: string | null };
/** `archived` is null until somebody looks at it. */
type Lists = { position: number; active: Page; archived: Page | null };

export type Sessions = ReturnType<typeof useSessions>;

/** The project's conversations, newest activity first, as events and one's own changes leave them. */
export function useSessions(projectId: string, position: number, first: Page) {
  const t = useTranslations("shell");
  const problem = useProblem();
  const [lists, setLists] = useState<Lists>({ position, active: first, archived: null });
  // The server has read the list anew.
  if (lists.position !== position) setLists({ position, active: first, archived: null });

  useProjectEvents(projectId, position, {
    onEvent: ({ name, payload, thing, at }) => {
      const sessionId = String(payload["sessionId"] ?? "");
      if (name === "chat:session:deleted") setLists((known) => without(known, sessionId));
      else if (name === "chat:session:created" || name === "chat:session:updated") {
        // The catalogue says what a live event of this name carries; a replayed one has only ids.
        if (thing) setLists((known) => put(known, thing as ChatSession));
        else void readAgain(sessionId);
      } else if (name === "chat:message:received") setLists((known) => touch(known, sessionId, at));
    },
    onReset: () => undefined,
  });

  /** What can't be read is gone, or a later event tells of it. */
  async function readAgain(sessionId: string): Promise<void> {
    const session = await apiClient.get<ChatSession>(api.chatSession(projectId, sessionId)).catch(() => null);
    if (session) setLists((known) => put(known, session));
  }

  const failed = (thrown: unknown): void => void toast({ title: problem.caught(thrown), tone: "danger" });

  /** Shows a change at once and takes it back when the server refuses it. */
  async function change(session: ChatSession, changes: { title?: string; archived?: boolean }): Promise<boolean> {
    setLists((known) => put(known, { ...session, ...changes }));
    try {
      const saved = await apiClient.patch<ChatSession>(api.chatSession(projectId, session.id), changes);
      setLists((known) => put(known, saved));
      return true;
    } catch (thrown) {
      setLists((known) => put(known, session));
      failed(thrown);
      return false;
    }
  }

  async function archive(session: ChatSession, title: string): Promise<void> {
    if (!(await change(session, { archived: true }))) return;
    toast({ title: t("conversation.archived", { title }), action: { label: t("undo"), onClick: () => void change({ ...session, archived: true }, { archived: false }) } });
  }

  /** @returns what went wrong in words, or null */
  async function remove(session: ChatSession): Promise<string | null> {
    try {
      await apiClient.delete(api.chatSession(projectId, session.id));
      setLists((known) => without(known, session.id));
      return null;
    } catch (thrown) {
      return problem.caught(thrown);
    }
  }

  async function loadMore(kind: "active" | "archived"): Promise<void> {
    const cursor = lists[kind]?.nextCursor ?? undefined;
    try {
      const page = await apiClient.get<Page>(api.chatSessions(projectId, { archived: kind === "archived", limit: 40, ...(cursor ? { cursor } : {}) }));
      setLists((known) => ({ ...known, [kind]: join(known[kind], page) }));
    } catch (thrown) {
      failed(thrown);
    }
  }

  const hideArchived = (): void => setLists((known) => ({ ...known, archived: null }));
  return { active: lists.active, archived: lists.archived, rename: (session: ChatSession, title: string) => change(session, { title }), archive, restore: (session: ChatSession) => change(session, { archived: false }), remove, loadMore, hideArchived };
}

const byActivity = (a: ChatSession, b: ChatSession): number => (a.updatedAt === b.updatedAt ? (a.id < b.id ? 1 : -1) : a.updatedAt < b.updatedAt ? 1 : -1);

function join(known: Page | null, next: Page): Page {
  const ids = new Set(known?.items.map((item) => item.id));
  return { items: [...(known?.items ?? []), ...next.items.filter((item) => !ids.has(item.id))], nextCursor: next.nextCursor };
}

function without(lists: Lists, sessionId: string): Lists {
  const drop = (page: Page): Page => ({ ...page, items: page.items.filter((item) => item.id !== sessionId) });
  return { ...lists, active: drop(lists.active), archived: lists.archived && drop(lists.archived) };
}

function put(lists: Lists, session: ChatSession): Lists {
  const { position, active, archived } = without(lists, session.id);
  const add = (page: Page): Page => ({ ...page, items: [...page.items, session].toSorted(byActivity) });
  return session.archived ? { position, active, archived: archived && add(archived) } : { position, active: add(active), archived };
}

function touch(lists: Lists, sessionId: string, at: string): Lists {
  const session = lists.active.items.find((item) => item.id === sessionId);
  return session && session.updatedAt < at ? put(lists, { ...session, updatedAt: at }) : lists;
}
