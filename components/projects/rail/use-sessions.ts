"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { has, join, put, touch, without, type SessionLists, type SessionPage } from "@/components/projects/rail/session-lists";
import { SessionStates } from "@/components/projects/rail/session-states";
import { useSessionActions } from "@/components/projects/rail/use-session-actions";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession, SessionState } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

export type Sessions = ReturnType<typeof useSessions>;

type Given = { projectId: string; userId: string; position: number; first: SessionPage; firstStates: SessionState[] };

/** The project's conversations and what each is to the reader, as events and one's own changes leave them. */
export function useSessions({ projectId, userId, position, first, firstStates }: Given) {
  const problem = useProblem();
  const [lists, setAll] = useState<SessionLists & { position: number }>({ position, active: first, archived: null });
  // The server has read the list anew.
  if (lists.position !== position) setAll({ position, active: first, archived: null });
  const [states] = useState(() => new SessionStates(userId, firstStates));
  const setLists = useCallback((change: (known: SessionLists) => SessionLists) => setAll((known) => ({ ...change(known), position: known.position })), []);
  const actions = useSessionActions(projectId, states, setLists);

  /** Conversations that events told of or that are being read: the lists have them, or will when they are drawn next. */
  const told = useRef(new Set<string>());
  const shown = useRef(position);
  useEffect(() => {
    if (shown.current === position) return;
    shown.current = position;
    told.current.clear();
    states.reset(firstStates);
  }, [position, states, firstStates]);

  useProjectEvents(projectId, position, {
    onEvent: (event) => {
      const { name, payload, thing, at } = event;
      const sessionId = String(payload["sessionId"] ?? "");
      const unclear = states.hear(event);
      if (unclear !== null) void countAgain(unclear);
      if (name === "chat:session:deleted") {
        told.current.delete(sessionId);
        setLists((known) => without(known, sessionId));
      } else if (name === "chat:session:created" || name === "chat:session:updated" || name === "chat:session:restored") {
        // The catalogue says what a live event of this name carries; a replayed one has only ids.
        if (thing) {
          told.current.add(sessionId);
          setLists((known) => put(known, thing as ChatSession));
        } else void readAgain(sessionId);
        // What a conversation was to the reader isn't told of one that is put away.
        const isBack = name === "chat:session:restored" || (payload["archived"] === false && !lists.active.items.some(({ id }) => id === sessionId));
        if (isBack) void countAgain(sessionId);
      } else if (name === "chat:imported") void readNewest();
      else if (name === "chat:message:received") {
        setLists((known) => touch(known, sessionId, at));
        // It may stand further down than the list has been read. What this tab takes away must not come back by it.
        if (!has(lists, sessionId) && !told.current.has(sessionId) && !actions.isRemoving(sessionId)) void readAgain(sessionId);
      }
    },
    // The shell reads everything anew.
    onReset: () => undefined,
  });

  /** What can't be read is gone, or a later event tells of it. */
  async function readAgain(sessionId: string): Promise<void> {
    told.current.add(sessionId);
    const session = await apiClient.get<ChatSession>(api.chatSession(projectId, sessionId)).catch(() => null);
    // Deleted meanwhile: what was read before that is over.
    if (!told.current.has(sessionId)) return;
    if (session) setLists((known) => put(known, session));
    else told.current.delete(sessionId);
  }

  /** What was brought in has no events of its own. */
  async function readNewest(): Promise<void> {
    const page = await apiClient.get<SessionPage>(api.chatSessions(projectId, { limit: 40 })).catch(() => null);
    if (page) setLists((known) => ({ ...known, active: join(known.active, { ...page, nextCursor: known.active.nextCursor ?? page.nextCursor }) }));
  }

  /** A count that can't be read stays until the next event. */
  async function countAgain(sessionId: string): Promise<void> {
    const state = await apiClient.get<SessionState>(api.sessionState(projectId, sessionId)).catch(() => null);
    if (state) states.take(state);
  }

  async function loadMore(kind: "active" | "archived"): Promise<void> {
    const cursor = lists[kind]?.nextCursor ?? undefined;
    try {
      const page = await apiClient.get<SessionPage>(api.chatSessions(projectId, { archived: kind === "archived", limit: 40, ...(cursor ? { cursor } : {}) }));
      setLists((known) => ({ ...known, [kind]: join(known[kind], page) }));
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }

  const hideArchived = (): void => setLists((known) => ({ ...known, archived: null }));
  return { active: lists.active, archived: lists.archived, states, actions, loadMore, hideArchived };
}
