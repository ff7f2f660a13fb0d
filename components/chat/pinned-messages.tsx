import { PinOff } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useEffect, type MouseEvent } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Mark } from "@/components/ui/mark";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Message } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";
import { useChat } from "./chat-context";
import { lineOf } from "./first-line";
import type { PopoverContentProps } from "./session-popover";
import { usePinnedMessages } from "./use-pinned-messages";

/** The messages that somebody pinned for all: each leads to its place. */
export function PinnedMessages({ control: { session }, initialSeq, canWrite, close }: PopoverContentProps) {
  const t = useTranslations("conversation.pins");
  const { pins, hasMore, error, isReading, loadMore, reload, unpin } = usePinnedMessages(session, useChat().thread, initialSeq);
  useEffect(() => reload(), [reload]);
  return (
    <div className="grid max-h-[min(34rem,var(--available-height))] grid-rows-[auto_minmax(0,1fr)]">
      <h2 className="title-section px-4 pt-4 pb-2">{t("title")}</h2>
      <div className="overflow-y-auto px-2 pb-2" aria-busy={isReading}>
        {error ? <p role="alert" className="flex flex-wrap items-center gap-2 px-2 pb-2 text-danger">{error}<Button size="sm" onClick={reload}>{t("retry")}</Button></p> : null}
        {pins === null ? (
          error ? null : <Reading label={t("loading")} />
        ) : pins.length === 0 ? (
          <div className="px-2 pb-3">
            <p>{t("none")}</p>
            <p className="mt-1 text-sm text-pretty text-subtle">{t("noneText")}</p>
          </div>
        ) : (
          <ul>
            {pins.map((message) => <PinnedMessage key={message.id} message={message} projectId={session.projectId} onUnpin={canWrite ? () => void unpin(message) : null} onGo={close} />)}
          </ul>
        )}
        {hasMore ? <Button variant="ghost" size="sm" busy={isReading} onClick={loadMore}>{t("more")}</Button> : null}
      </div>
    </div>
  );
}

type PinnedMessageProps = { message: Message; projectId: string; onUnpin: (() => void) | null; onGo: () => void };

function PinnedMessage({ message, projectId, onUnpin, onGo }: PinnedMessageProps) {
  const t = useTranslations("conversation.pins");
  const tChat = useTranslations("chat");
  const { thread } = useChat();
  const isAnswer = message.role === "assistant";
  const author = isAnswer ? tChat("assistant") : (message.userName ?? tChat("gone"));

  function go(event: MouseEvent): void {
    // A new tab goes by the address; here that would lead but once to the same message.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onGo();
    thread.jumpTo(message.id);
  }

  return (
    <li className="group/pin relative rounded-md hover:bg-hover">
      <Link href={paths.chat(projectId, message.sessionId, message.id)} scroll={false} prefetch={false} onClick={go} className="flex gap-2.5 rounded-md px-2 py-2">
        <span aria-hidden className="grid size-5.5 shrink-0 place-items-center">{isAnswer ? <Mark className="size-4.5" /> : <Avatar id={message.userId ?? "gone"} name={author} size="sm" decorative />}</span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2 pe-7 text-sm">
            <bdi className="min-w-0 truncate font-medium">{author}</bdi>
            <Time value={message.createdAt} className="shrink-0 text-xs text-faint" />
          </span>
          <bdi dir="auto" className="line-clamp-3 wrap-anywhere text-subtle">{lineOf(message)}</bdi>
        </span>
      </Link>
      {onUnpin ? (
        <div className="absolute end-1 top-1 opacity-0 group-focus-within/pin:opacity-100 group-hover/pin:opacity-100 coarse:opacity-100">
          <IconButton size="sm" label={t("unpin", { author })} onClick={onUnpin}><PinOff /></IconButton>
        </div>
      ) : null}
    </li>
  );
}

function Reading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-3 px-2 py-2">
      {[0, 1].map((row) => (
        <div key={row} className="flex gap-2.5">
          <Skeleton className="size-5.5 rounded-full" />
          <div className="grid flex-1 gap-1.5"><Skeleton className="h-3.5 w-24" /><Skeleton className="h-3.5 w-full" /></div>
        </div>
      ))}
    </div>
  );
}
