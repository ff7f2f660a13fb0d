"use client";

import { useFormatter, useTranslations } from "next-intl";
import { memo, useMemo, useState, type ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";
import { Time } from "@/components/ui/time";
import type { Citation, Message } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";
import { AnswerFooter } from "./answer-footer";
import { CitationMark, PendingMark } from "./citation-mark";
import { CitationContext } from "./markdown/citation-context";
import { Markdown } from "./markdown/markdown";
import { MessageActions } from "./message-actions";
import { MessageEditor } from "./message-editor";
import type { SendState } from "./state/outbox";
import { Unsent } from "./unsent";

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
  const [editing, setEditing] = useState(false);
  const isAnswer = message.role === "assistant";
  const author = isAnswer ? t("assistant") : (message.userName ?? t("gone"));
  const isDeleted = message.deletedAt !== null;
  const isStreaming = message.status === "streaming";

  return (
    <article
      id={`m-${message.id}`}
      data-message={message.id}
      aria-label={t("by", { author })}
      tabIndex={-1}
      className={cn(
        "group/message relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 rounded-md px-2 py-1.5 max-sm:block transition-colors duration-700 outline-none data-shown:bg-highlight sm:px-3",
        joins ? "mt-0" : "mt-4",
      )}
    >
      <div className="pt-0.5 max-sm:absolute max-sm:start-2 max-sm:top-1">{joins ? null : isAnswer ? <AnswerSign streaming={isStreaming} /> : <Avatar name={author} id={message.userId ?? "gone"} decorative />}</div>
      <div className="min-w-0">
        {joins ? null : (
          <div className="flex h-7 items-center gap-2 pe-24 max-sm:mb-1 max-sm:ps-9 max-sm:pe-12">
            <span className={cn("truncate font-semibold", isAnswer && "text-accent-text")} dir="auto" title={author}>{author}</span>
            <Time value={message.createdAt} style="clock" className="shrink-0 text-xs text-faint tabular-nums" />
            <Edited message={message} />
          </div>
        )}
        {isDeleted ? (
          <p className="text-faint italic">{t("deleted")}</p>
        ) : editing ? (
          <MessageEditor content={message.content} onSave={(content) => onEdit(message.id, content)} onClose={() => setEditing(false)} />
        ) : (
          <MessageText projectId={projectId} message={message} activeCitation={activeCitation} onCitation={onCitation} />
        )}
        {isAnswer && !isDeleted && !isStreaming ? <AnswerFooter message={message} onRetry={rights.retry ? () => onRetry(message.id) : null} onSources={() => onCitation(message, null)} /> : null}
        {joins && message.metadata["editedAt"] ? <Edited message={message} /> : null}
        {send?.state === "failed" ? <Unsent problem={send.problem} onRetry={() => onRetrySend(message.id)} onDiscard={() => onDiscard(message.id)} /> : null}
      </div>
      {send?.state === "sending" ? <p className="absolute end-3 top-3 text-xs text-faint">{t("send.sending")}</p> : null}
      {isDeleted || send || isStreaming || editing ? null : (
        <div className="absolute end-2 top-1.5 coarse:top-0">
          <MessageActions
            text={message.content}
            href={paths.chat(projectId, message.sessionId, message.id)}
            author={author}
            onEdit={rights.edit ? () => setEditing(true) : null}
            onDelete={rights.remove ? () => onDelete(message.id) : null}
            onRetry={rights.retry ? () => onRetry(message.id) : null}
          />
        </div>
      )}
    </article>
  );
});

function AnswerSign({ streaming }: { streaming: boolean }) {
  return (
    <span className="grid size-7 place-items-center">
      <Mark className={cn("size-5.5", streaming && "animate-breathe")} />
    </span>
  );
}

function Edited({ message }: { message: Message }) {
  const t = useTranslations("chat");
  const format = useFormatter();
  const at = message.metadata["editedAt"];
  if (typeof at !== "string" || message.deletedAt) return null;
  return <span className="shrink-0 text-xs text-faint" title={format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} suppressHydrationWarning>{t("edited")}</span>;
}

type TextProps = Pick<MessageRowProps, "projectId" | "message" | "activeCitation" | "onCitation">;

function MessageText({ projectId, message, activeCitation, onCitation }: TextProps) {
  const t = useTranslations("chat");
  const isStreaming = message.status === "streaming";
  const citations = useMemo(
    () => ({
      draw: (n: number): ReactNode => {
        const citation = message.citations.find((one) => one.n === n);
        if (citation) return <CitationMark projectId={projectId} citation={citation} active={activeCitation === n} onOpen={(opened) => onCitation(message, opened)} />;
        return isStreaming ? <PendingMark n={n} /> : null;
      },
    }),
    [projectId, message, activeCitation, isStreaming, onCitation],
  );
  if (message.role === "user") return <Markdown text={message.content} breaks />;
  if (isStreaming && message.content === "") return <p className="reading text-faint"><span className="animate-breathe">{t("thinking")}</span></p>;
  return (
    <CitationContext value={citations}>
      <Markdown text={message.content} streaming={isStreaming} className="font-serif" />
    </CitationContext>
  );
}
