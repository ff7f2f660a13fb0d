"use client";

import { createContext, use, useSyncExternalStore } from "react";
import type { OpenConversation } from "@/components/projects/rail/open-conversation";
import type { RowState, SessionStates } from "@/components/projects/rail/session-states";
import type { SessionActions } from "@/components/projects/rail/use-session-actions";

export type Shell = {
  projectId: string;
  role: string;
  /** Whether the reader may write here: by their role, in a project that isn't archived. */
  mayWrite: boolean;
  userId: string;
  actions: SessionActions;
  states: SessionStates;
  conversation: OpenConversation;
  /** Opens the search over the page, narrowed to a conversation if one is given. */
  openSearch: (within?: { sessionId: string; title: string }) => void;
};

export const ShellContext = createContext<Shell | null>(null);

/** What a project's frame gives to what is inside: to the rail and to the page beside it. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error("This must stand inside a project's frame.");
  return shell;
}

/** What a conversation is to the reader: unread, pinned, begun, being answered. */
export function useRowState(sessionId: string): RowState {
  const { states } = useShell();
  const get = () => states.get(sessionId);
  return useSyncExternalStore(states.subscribe, get, get);
}
