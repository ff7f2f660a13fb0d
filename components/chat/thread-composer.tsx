"use client";

import { lazy, Suspense, useMemo } from "react";
import { useShell } from "@/components/projects/rail/shell-context";
import type { Message, SessionState } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { useAttachments, type AttachmentLimits } from "./attachments/use-attachments";
import { useChat, type Chat } from "./chat-context";
import { useChoice } from "./choice";
import { Composer, type Written } from "./composer";
import type { Draft } from "./merge-draft";
import { useStreamingAnswer } from "./thread-hooks";
import { useDraft } from "./use-draft";
import { useReplying } from "./use-replying";

type ThreadComposerProps = { state: SessionState; limits: AttachmentLimits; mostLength: number };

/** The composer of a conversation; apart, so that typing draws nothing else. */
export function ThreadComposer({ state, limits, mostLength }: ThreadComposerProps) {
  const chat = useChat();
  const { projectId, sessionId, userId, thread, tools, replying } = chat;
  const { states } = useShell();
  const server = useMemo(
    () => ({
      kept: keptOf(state),
      save: async ({ text, replyTo }: Draft, leaving: boolean) => {
        await apiClient.put(api.sessionDraft(projectId, sessionId), { content: text, replyTo }, { keepalive: leaving && text.length < mostKeptAlive });
        states.setDraft(sessionId, text.trim() !== "");
      },
    }),
    [state, projectId, sessionId, states],
  );
  const attaching = useAttachments(userId, projectId, sessionId, limits);
  const draft = useDraft(userId, sessionId, server);
  useReplying(chat, draft);
  const replied = useChoice(replying);
  const streaming = useStreamingAnswer(thread);

  function send({ content, replyTo, attachments }: Written): boolean {
    thread.send(content, { replyTo, attachments });
    replying.set(null);
    return true;
  }

  return (
    <Composer
      projectId={projectId}
      draft={draft}
      place={sessionId}
      attaching={attaching}
      limits={limits}
      mostLength={mostLength}
      onSend={send}
      onTyping={(isTyping) => (isTyping ? thread.type() : thread.stopTyping())}
      onStop={streaming === null ? null : () => tools.stop(streaming)}
      onEditLast={() => editLast(chat)}
      onCancelReply={replied ? () => replying.set(null) : null}
      header={replied ? <Suspense><ReplyBar message={replied} onCancel={() => replying.set(null)} /></Suspense> : null}
      autoFocus
    />
  );
}

/** It comes with the first reply. */
const ReplyBar = lazy(() => import("./reply-bar").then(({ ReplyBar: component }) => ({ default: component })));

/** A request that outlives its page may hold 64 kB; a character takes at most three bytes there, an escape some more. */
const mostKeptAlive = 16_000;

const keptOf = ({ draft, draftReplyTo, draftAt }: SessionState): Draft | null => (draftAt === null ? null : { text: draft, replyTo: draftReplyTo, at: Date.parse(draftAt) });

/** Begins to edit one's own last message. @returns false when there is none at hand */
function editLast({ thread: { store, jumpTo }, userId, editing }: Chat): boolean {
  const isOwn = (message: Message | undefined) => message?.userId === userId && message.role === "user" && message.deletedAt === null;
  const key = store.getOrder().findLast((one) => store.idOf(one) !== null && isOwn(store.getItem(one)?.message));
  const id = key === undefined ? null : store.idOf(key);
  if (id === null) return false;
  editing.set(id);
  if (!document.getElementById(`m-${id}`)) jumpTo(id);
  return true;
}
