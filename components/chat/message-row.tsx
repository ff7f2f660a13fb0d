"use client";

import { Pin } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, memo, Suspense, type ComponentType } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";
import { Time } from "@/components/ui/time";
import { useDeferred } from "@/components/ui/use-deferred";
import type { Citation, Message } from "@/lib/chat/schemas";
import { Answer } from "./answer";
import { useChat } from "./chat-context";
import { useIsChosen } from "./choice";
import { Delivery } from "./delivery/delivery";
import { PersonText } from "./mentions/person-text";
import { MessageActions, messageMenu } from "./message-actions";
import { PlainReactions } from "./reactions/plain-reactions";
import type { SendState } from "./state/outbox";
import { Unsent } from "./unsent";
import { useQuoted } from "./use-quoted";
import { BranchSwitcher } from "./versions/branch-switcher";
import { Edited, isEdited } from "./versions/edited";

export type MessageRowProps = {
  projectId: string;
  message: Message;
  /** It goes on after its author's last message, so the name isn't said again. */
  joins: boolean;
  /** What the reader may do with it. */
  rights: { edit: boolean; remove: boolean; retry: boolean };
  /** The source that is open beside it. */
  activeCitation: number | null;
  /** What became of it on its way, while the server hasn't got it; null for one that it has. */
  send: SendState | null;
  onRetrySend: (key: string) => void;
  onDiscard: (key: string) => void;
  onEdit: (messageId: string, content: string) => Promise<unknown>;
  onDelete: (messageId: string) => Promise<unknown>;
  onRetry: (messageId: string) => void;
  onCitation: (message: Message, citation: Citation | null) => void;
};

/** One message: no bubble, but a name, a time and a text that is set to be read. */
export const MessageRow = memo(function MessageRow({ projectId, message, joins, rights, activeCitation, send, onRetrySend, onDiscard, onEdit, onDelete, onRetry, onCitation }: MessageRowProps) {
  const t = useTranslations("chat");
  const { editing, readers } = useChat();
  const isEditing = useIsChosen(editing, message.id);
  const [menu, askForMenu] = useDeferred(messageMenu);
  const quoted = useQuoted(message);
  const isAnswer = message.role === "assistant";
  const author = isAnswer ? t("assistant") : (message.userName ?? t("gone"));
  const isDeleted = message.deletedAt !== null;
  const isUnderWay = message.status === "streaming" || message.status === "queued";
  const isPinned = message.pinnedAt !== null && !isDeleted;
  const hasActions = !isDeleted && !send && !isUnderWay && !isEditing;

  return (
    <article
      id={`m-${message.id}`}
      data-message={message.id}
      aria-label={t("by", { author })}
      tabIndex={-1}
      // A finger has no hover: for it the press on the button decides.
      onPointerEnter={hasActions && !menu ? (event) => event.pointerType !== "touch" && askForMenu() : undefined}
      className={cn("group/message relative rounded-md px-2 py-1.5 transition-colors duration-700 outline-none data-shown:bg-highlight sm:px-3", joins ? "mt-0" : "mt-4")}
    >
      {quoted ? <div className="mb-1 sm:ps-10 coarse:pe-9"><Suspense fallback={<p className="h-5.5" />}><Quote messageId={quoted} /></Suspense></div> : null}
      <div className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 max-sm:block">
        <div className="pt-0.5 max-sm:absolute max-sm:start-0 max-sm:-top-0.5">{joins ? null : isAnswer ? <AnswerSign breathing={message.status === "streaming"} /> : <Avatar name={author} id={message.userId ?? "gone"} decorative />}</div>
        {/* Where a finger finds the actions, no text stands; else a name does. */}
        <div className={cn("min-w-0", joins && "coarse:pe-9")}>
          {joins ? null : (
            <div className="flex h-7 items-center gap-2 pe-10 max-sm:mb-1 max-sm:ps-9">
              <span className={cn("truncate font-semibold", isAnswer && "text-accent-text")} dir="auto" title={author}>{author}</span>
              <Time value={message.createdAt} style="clock" className="shrink-0 text-xs text-faint tabular-nums" />
              {isEdited(message) ? <Edited message={message} /> : null}
              {isPinned ? <Pinned label={t("pinned")} /> : null}
            </div>
          )}
          {joins && isPinned ? <div className="flex h-5 items-center"><Pinned label={t("pinned")} /></div> : null}
          {isDeleted ? (
            <p className="text-faint italic">{t("deleted")}</p>
          ) : isEditing ? (
            <Suspense><MessageEditor message={message} onSave={(content) => onEdit(message.id, content)} /></Suspense>
          ) : isAnswer ? (
            <Answer message={message} activeCitation={activeCitation} onCitation={onCitation} onRetry={rights.retry ? onRetry : null} />
          ) : (
            <PersonText message={message} />
          )}
          {joins && isEdited(message) ? <div className="flex h-5 items-center"><Edited message={message} /></div> : null}
          {message.attachments.length > 0 && !isDeleted ? <Suspense><MessageAttachments projectId={projectId} attachments={message.attachments} /></Suspense> : null}
          {message.reactions.length > 0 && !isDeleted ? <Suspense fallback={<PlainReactions message={message} />}><Reactions message={message} /></Suspense> : null}
          {isAnswer || send ? null : <BranchSwitcher messageId={message.id} />}
          {send?.state === "failed" ? <Unsent problem={send.problem} onRetry={() => onRetrySend(message.id)} onDiscard={() => onDiscard(message.id)} /> : null}
          {send?.state === "sending" ? <p className="mt-0.5 flex min-h-5 items-center text-xs text-faint">{t("send.sending")}</p> : null}
          {send ? null : <Delivery readers={readers} messageId={message.id} />}
        </div>
      </div>
      {hasActions ? <MessageActions parts={menu} ask={askForMenu} message={message} author={author} rights={rights} onDelete={onDelete} onRetry={onRetry} /> : null}
    </article>
  );
});

/** Few messages have files or reactions, few answer another one, and few are ever edited. */
const MessageAttachments = lazy(() => import("./attachments/message-attachments").then(({ MessageAttachments: component }) => ({ default: component })));
const Reactions = lazy(() => import("./reactions/reactions").then(({ Reactions: component }) => ({ default: component }), () => ({ default: PlainReactions })));
const Quote = lazy<ComponentType<{ messageId: string }>>(() => import("./quote").then(({ Quote: component }) => ({ default: component }), () => ({ default: () => null })));
const MessageEditor = lazy(() => import("./message-editor").then(({ MessageEditor: component }) => ({ default: component })));

function AnswerSign({ breathing }: { breathing: boolean }) {
  return (
    <span className="grid size-7 place-items-center">
      <Mark className={cn("size-5.5", breathing && "animate-breathe")} />
    </span>
  );
}

function Pinned({ label }: { label: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-xs text-faint">
      <Pin aria-hidden className="size-3 text-accent-text" />
      {label}
    </span>
  );
}
