"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { DropZone } from "@/components/knowledge/drop-zone";
import { usePlace, useUserId } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { toast } from "@/components/ui/toaster";
import type { ChatBranch, ChatSession, Citation, Message, MessagePage, SessionState } from "@/lib/chat/schemas";
import { Announcer } from "./announcer";
import { attachmentQueue, type AttachmentLimits } from "./attachments/use-attachments";
import { ChatContext, type Chat } from "./chat-context";
import { ContextPanel, PanelToggle } from "./context-panel";
import { KeepReaders } from "./delivery/keep-readers";
import type { Focus } from "./focused-sources";
import type { PanelPreference } from "./panel-preference";
import type { PinPlace } from "./pin-places";
import { ReadingOnly, type WriteBar } from "./reading-only";
import { SessionHeader } from "./session-header";
import { useThread } from "./state/use-thread";
import { ThreadView } from "./thread";
import { ThreadComposer } from "./thread-composer";
import { TypingLine } from "./typing-line";
import { useChatParts } from "./use-chat-parts";
import { usePanel } from "./use-panel";
import { useSession } from "./use-session";

type ChatScreenProps = {
  session: ChatSession;
  page: MessagePage;
  /** The message that the address leads to. */
  target: string | null;
  /** What the conversation is to the reader. */
  state: SessionState;
  branches: readonly ChatBranch[];
  /** The pinned messages of all branches. */
  pins: readonly PinPlace[];
  initialSeq: number;
  userName: string;
  /** Why the reader may not write, or null. */
  bar: Exclude<WriteBar, "archived"> | null;
  canModerate: boolean;
  panel: PanelPreference;
  limits: AttachmentLimits;
  mostLength: number;
};

/** A conversation: its messages, the way to add to it, and beside it what an answer rests on. */
export function ChatScreen({ session: initial, page, target, state, branches, pins, initialSeq: pageSeq, userName, bar, canModerate, panel: preference, limits, mostLength }: ChatScreenProps) {
  const t = useTranslations("chat");
  const { projectId, id: sessionId } = initial;
  const userId = useUserId();
  usePlace(projectId, { sessionId });
  // What is shown begins with the first rendering; the number of a later one would skip what came in between.
  const [initialSeq] = useState(pageSeq);
  const thread = useThread({ projectId, sessionId, initialPage: page, initialSeq, activeBranchId: initial.activeBranchId, branches, readUpTo: state.readUpTo, userName });
  const control = useSession(initial, initialSeq);
  const files = attachmentQueue(userId, projectId, sessionId, limits);
  const panel = usePanel(preference);
  const [focus, setFocus] = useState<Focus | null>(null);
  const canWrite = bar === null;
  const why = bar ?? (control.session.archived ? "archived" : null);
  const mayPost = why === null;
  const chat = useChatParts({ session: control.session, userId, thread, initialSeq, canWrite: mayPost });
  const { shownVersions } = chat;
  // The source that is open belongs to the version that was shown.
  useEffect(() => shownVersions.subscribe(() => setFocus((known) => known && { ...known, n: null })), [shownVersions]);
  const handlers = useHandlers(chat, setFocus, panel.setOpen);
  const reader = useMemo(() => ({ userId, canWrite: mayPost, canModerate }), [userId, mayPost, canModerate]);

  return (
    <ChatContext value={chat}>
      <div className="flex min-h-0 flex-1">
        <KeepReaders chat={chat} initialSeq={initialSeq} />
        <DropZone label={t("drop.label")} hint={t("drop.hint", { megabytes: Math.round(limits.mostBytes / 1_000_000) })} onFiles={mayPost ? files.add : null} className="flex min-w-0 flex-1 flex-col">
          <SessionHeader control={control} pins={pins} initialSeq={initialSeq} canWrite={canWrite}>
            <PanelToggle panel={panel} label={t("panel.toggle")} />
          </SessionHeader>
          <ThreadView projectId={projectId} thread={thread} reader={reader} state={state} target={target} focus={panel.open ? focus : null} handlers={handlers} empty={<Empty canWrite={mayPost} />} />
          <div className="px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6">
            <div className="mx-auto w-full max-w-[46rem]"><TypingLine thread={thread} /></div>
            {why ? (
              <ReadingOnly why={why} action={why === "archived" ? <Button size="sm" onClick={() => void control.change({ archived: false })}>{t("composer.restore")}</Button> : null} />
            ) : (
              <ThreadComposer state={state} limits={limits} mostLength={mostLength} />
            )}
          </div>
          <Announcer thread={thread} userId={userId} />
        </DropZone>
        <ContextPanel panel={panel} title={t("sources.title")}>
          <Suspense><FocusedSources focus={focus} onFocus={setFocus} /></Suspense>
        </ContextPanel>
      </div>
    </ChatContext>
  );
}

/** What rows may ask for, always the same functions, so that a row is drawn only when its message changes. */
function useHandlers({ thread, tools }: Chat, setFocus: (focus: Focus) => void, openPanel: (open: boolean) => void) {
  const t = useTranslations("chat.send");
  const tShell = useTranslations("shell");
  const problem = useProblem();
  const say = useCallback((thrown: unknown) => void toast({ title: problem.caught(thrown), tone: "danger" }), [problem]);
  return useMemo(
    () => ({
      onRetrySend: thread.retrySend,
      onDiscard: (key: string) => {
        const undo = thread.discard(key);
        if (undo) toast({ title: t("discarded"), action: { label: tShell("undo"), onClick: undo } });
      },
      onEdit: thread.edit,
      onDelete: (messageId: string) => thread.remove(messageId).catch(say),
      onRetry: tools.answer,
      onCitation: (message: Message, citation: Citation | null) => {
        setFocus({ messageId: message.id, n: citation?.n ?? message.citations[0]?.n ?? null });
        openPanel(true);
      },
    }),
    [thread, tools, t, tShell, say, setFocus, openPanel],
  );
}

/** The panel is closed until a source is looked for. */
const FocusedSources = lazy(() => import("./focused-sources").then(({ FocusedSources: component }) => ({ default: component }), () => ({ default: NotLoaded })));

function NotLoaded() {
  return <p role="alert" className="p-4 text-subtle">{useTranslations("chat")("loadFailed")}</p>;
}

function Empty({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("chat.empty");
  return (
    <div className="mx-auto max-w-reading px-3 pt-[14vh]">
      <Mark className="size-8" />
      <h2 className="mt-4 font-serif text-2xl font-medium tracking-tight text-balance">{canWrite ? t("title") : t("viewer")}</h2>
      {canWrite ? <p className="mt-2 text-lg text-pretty text-subtle">{t("text")}</p> : null}
    </div>
  );
}
