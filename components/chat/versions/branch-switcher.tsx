"use client";

import { lazy, Suspense, type ComponentType } from "react";
import { useChat } from "../chat-context";
import { useMessageBranches, type MessageBranches } from "../state/use-thread";

/** Between the ways on from this point of the conversation, if the message begins one of several. */
export function BranchSwitcher({ messageId }: { messageId: string }) {
  const branches = useMessageBranches(useChat().thread, messageId);
  return branches ? <Suspense><Ways messageId={messageId} {...branches} /></Suspense> : null;
}

/** Few conversations have more than one way. */
const Ways = lazy<ComponentType<MessageBranches & { messageId: string }>>(() => import("./ways").then(({ Ways: component }) => ({ default: component }), () => ({ default: () => null })));
