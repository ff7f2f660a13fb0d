"use client";

import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toaster";
import { DayLine } from "./day-line";
import { MessageRow, type MessageRowProps } from "./message-row";
import { useThreadEdges, useThreadItem, useThreadOrder, type Thread } from "./state/use-thread";
import { toThreadItems } from "./thread-items";
import { useDeepLink } from "./use-deep-link";
import { useReaderPlace } from "./use-reader-place";
import { useTimeZone } from "./use-time-zone";

type Handlers = Pick<MessageRowProps, "onRetrySend" | "onDiscard" | "onEdit" | "onDelete" | "onRetry" | "onCitation">;

type ThreadViewProps = {
  projectId: string;
  thread: Thread;
  reader: { userId: string; canWrite: boolean; canModerate: boolean };
  focus: { messageId: string; n: number | null } | null;
  handlers: Handlers;
  /** Stands where nothing has been said yet. */
  empty: ReactNode;
};

/** The messages of a conversation. The reader's place holds whatever is added above or below it. */
export function ThreadView({ projectId, thread, reader, focus, handlers, empty }: ThreadViewProps) {
  const t = useTranslations("chat");
  const order = useThreadOrder(thread);
  const edges = useThreadEdges(thread);
  const timeZone = useTimeZone();
  const onTop = useCallback((element: Element | null) => thread.setViewTop(element instanceof HTMLElement ? (element.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? null) : null), [thread]);
  const { scroller, content, atEnd, toEnd, show } = useReaderPlace("[data-message]", onTop);
  useDeepLink(thread, show, () => toast({ title: t("notFound") }));

  const rows = useMemo(
    () => toThreadItems(order.flatMap((key) => {
      const message = thread.store.getItem(key)?.message;
      return message ? [{ key, userId: message.userId, role: message.role, createdAt: message.createdAt, deletedAt: null }] : [];
    }), timeZone),
    [order, thread, timeZone],
  );
  const unseen = useUnseen(order, atEnd);
  const { top, failed, loadOlder } = useOlder(thread, scroller, edges.hasOlder);
  useOwnMessages(order, thread, toEnd);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div ref={scroller} tabIndex={0} role="region" aria-label={t("thread")} className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto -outline-offset-2 [overflow-anchor:none]">
        <div ref={content} className="mx-auto mb-auto w-full max-w-[48rem] px-1 pt-2 pb-4 sm:px-4">
          <div ref={top} className="h-px" />
          {edges.hasOlder ? (
            <div className="grid h-12 place-items-center">
              {failed ? <Button size="sm" onClick={loadOlder}>{t("older")}</Button> : <Spinner label={edges.isLoadingOlder ? t("loadingOlder") : undefined} />}
            </div>
          ) : null}
          {rows.length === 0 ? empty : null}
          {rows.map(({ message: { key }, day, joins }) => (
            <div key={key} data-key={key}>
              {day ? <DayLine day={day} timeZone={timeZone} /> : null}
              <Row projectId={projectId} thread={thread} rowKey={key} joins={joins} reader={reader} focus={focus} handlers={handlers} />
            </div>
          ))}
          {edges.hasNewer ? <div className="mt-4 grid place-items-center"><Button size="sm" busy={edges.isLoadingNewer} onClick={() => void thread.loadNewer().catch(() => toast({ title: t("loadFailed"), tone: "danger" }))}>{t("newer")}</Button></div> : null}
        </div>
      </div>
      {atEnd ? null : (
        <Button
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-float"
          icon={<ArrowDown />}
          onClick={() => {
            if (edges.hasNewer) void thread.jumpToNewest().then(toEnd, () => toast({ title: t("loadFailed"), tone: "danger" }));
            else toEnd();
          }}
        >
          {unseen > 0 ? t("latestNew", { count: unseen }) : t("latest")}
        </Button>
      )}
    </div>
  );
}

type RowProps = Omit<ThreadViewProps, "empty"> & { rowKey: string; joins: boolean };

const Row = memo(function Row({ projectId, thread, rowKey, joins, reader, focus, handlers }: RowProps) {
  const item = useThreadItem(thread, rowKey);
  const isOwn = item?.message.userId === reader.userId;
  const isAnswer = item?.message.role === "assistant";
  const edit = reader.canWrite && isOwn && !isAnswer;
  const remove = reader.canWrite && (isOwn || reader.canModerate);
  const retry = reader.canWrite && isAnswer;
  const rights = useMemo(() => ({ edit, remove, retry }), [edit, remove, retry]);
  if (!item) return null;
  return <MessageRow projectId={projectId} message={item.message} joins={joins} rights={rights} send={item.send} activeCitation={focus?.messageId === item.message.id ? focus.n : null} {...handlers} />;
});

/** Older messages are read when the beginning comes near. After a failure the reader decides. */
function useOlder(thread: Thread, scroller: { readonly current: HTMLElement | null }, hasOlder: boolean) {
  const t = useTranslations("chat");
  const top = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const loadOlder = useCallback(() => {
    setFailed(false);
    thread.loadOlder().catch(() => {
      setFailed(true);
      toast({ id: "older", title: t("loadFailed"), tone: "danger" });
    });
  }, [thread, t]);

  const oldest = useThreadOrder(thread)[0];
  useEffect(() => {
    if (!hasOlder || failed || !top.current) return undefined;
    // Made anew with each page, so that one that doesn't fill the view is followed by the next.
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadOlder(), { root: scroller.current, rootMargin: "800px 0px 0px 0px" });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [hasOlder, failed, loadOlder, scroller, oldest]);
  return { top, failed, loadOlder };
}

/** How many messages have come below since the reader left the end. */
function useUnseen(order: readonly string[], atEnd: boolean): number {
  const [seen, setSeen] = useState(order.at(-1));
  if (atEnd && seen !== order.at(-1)) setSeen(order.at(-1));
  const index = seen === undefined ? -1 : order.lastIndexOf(seen);
  return index === -1 ? 0 : order.length - 1 - index;
}

/** Whoever writes wants to see it, wherever they were reading. */
function useOwnMessages(order: readonly string[], thread: Thread, toEnd: () => void): void {
  const last = order.at(-1);
  useEffect(() => {
    if (last !== undefined && thread.store.getItem(last)?.send?.state === "sending") toEnd();
  }, [last, thread, toEnd]);
}
