"use client";

import { useSyncExternalStore } from "react";
import type { Message } from "@/lib/chat/schemas";
import { useChat } from "./chat-context";

/**
 * The message that another one answers, if it has to be said which. An answer of the assistant that stands right below
 * its question needs no such line.
 */
export function useQuoted({ id, role, replyTo, deletedAt }: Message): string | null {
  const { store } = useChat().thread;
  const isQuestionRead = role === "assistant" && replyTo !== null;
  const get = (): boolean => {
    if (!isQuestionRead) return false;
    const order = store.getOrder();
    const index = order.lastIndexOf(store.keyOf(id));
    const before = order[index - 1];
    // Of the first one at hand, the question stands before it, in what hasn't been read.
    return before === undefined || before === store.keyOf(replyTo);
  };
  const follows = useSyncExternalStore(isQuestionRead ? store.subscribeOrder : never, get, get);
  return replyTo !== null && deletedAt === null && !follows ? replyTo : null;
}

const never = () => () => undefined;
