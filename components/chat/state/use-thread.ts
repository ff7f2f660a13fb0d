"use client";

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ChatBranch, MessagePage } from "@/lib/chat/schemas";
import { useConnectionState, useProjectEvents, useUserId } from "@/components/realtime/provider";
import { keepInBrowser } from "./outbox-storage";
import { ThreadController } from "./thread-controller";
import type { ThreadEdges } from "./thread-edges";
import type { ThreadItem } from "./thread-store";
import type { ViewState } from "./thread-view";
import type { TypingPerson } from "./typing-indicators";

export type Thread = ThreadController;

type Options = {
  projectId: string;
  sessionId: string;
  /** The messages that the server rendered, and the project's event number at that time, which stays what it is. */
  initialPage: MessagePage;
  activeBranchId: string | null;
  branches: readonly ChatBranch[];
  /** The last message that the reader has read. */
  readUpTo: string | null;
  initialSeq: number;
  /** The name under which one's own messages are shown until the server has them. */
  userName: string;
};

/**
 * A conversation, live. Give the component that calls it the session's id as its `key`: a thread belongs to one
 * session for its whole life. The thread itself never changes; read it with the hooks below.
 */
export function useThread({ projectId, sessionId, initialPage: page, initialSeq, activeBranchId, branches, readUpTo, userName }: Options): Thread {
  const userId = useUserId();
  const [thread] = useState(() => new ThreadController({ projectId, sessionId, page, activeBranchId, branches, readUpTo, author: { id: userId, name: userName } }));
  useProjectEvents(projectId, initialSeq, useMemo(() => ({ onEvent: thread.handleEvent, onReset: thread.handleReset }), [thread]));
  // Not before the page is there: the server doesn't know what this browser keeps.
  useEffect(() => thread.keepUnsent(keepInBrowser(userId, sessionId)), [thread, userId, sessionId]);
  const isLive = useConnectionState().name === "live";
  useEffect(() => {
    if (isLive) thread.handleLive();
  }, [thread, isLive]);
  useEffect(() => {
    thread.resume();
    return () => thread.rest();
  }, [thread]);
  return thread;
}

/** Keys of the messages, oldest first. Changes when messages come or go, not when one grows. */
export function useThreadOrder({ store }: Thread): readonly string[] {
  return useSyncExternalStore(store.subscribeOrder, store.getOrder, store.getOrder);
}

/** One message; draws anew only when it changes. Null once it is gone. */
export function useThreadItem({ store }: Thread, key: string): ThreadItem | null {
  const subscribe = useCallback((listener: () => void) => store.subscribeItem(key, listener), [store, key]);
  const get = () => store.getItem(key);
  return useSyncExternalStore(subscribe, get, get);
}

/** Who else types just now. */
export function useTyping({ store }: Thread): readonly TypingPerson[] {
  return useSyncExternalStore(store.subscribeTyping, store.getTyping, store.getTyping);
}

/** Whether there are older and newer messages, and whether they are being read. */
export function useThreadEdges({ store }: Thread): ThreadEdges {
  return useSyncExternalStore(store.subscribeEdges, store.getEdges, store.getEdges);
}

/** The branch that is shown and the one that the conversation goes on in. */
export function useThreadView({ store }: Thread): ViewState {
  return useSyncExternalStore(store.subscribeView, store.view.get, store.view.get);
}

/** A step to another way on: the message that begins it, and how to show it. */
export type BranchStep = { messageId: string; choose: () => Promise<void> };

/** The other ways on at a message, which stands at `index` of `count`; null where there is but one. */
export type MessageBranches = { index: number; count: number; previous: BranchStep | null; next: BranchStep | null };

/** The versions of the conversation that part at a message. Its steps throw ApiError, ConnectionError. */
export function useMessageBranches(thread: Thread, messageId: string): MessageBranches | null {
  const { store, chooseBranch } = thread;
  const get = () => store.view.versionsAt(messageId);
  const found = useSyncExternalStore(store.subscribeView, get, get);
  return useMemo(() => {
    if (!found) return null;
    const stepTo = (index: number): BranchStep | null => {
      const version = found.all[index];
      return version ? { messageId: version.messageId, choose: () => chooseBranch(version.branchId) } : null;
    };
    return { index: found.index, count: found.all.length, previous: stepTo(found.index - 1), next: stepTo(found.index + 1) };
  }, [found, chooseBranch]);
}
