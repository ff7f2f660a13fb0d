"use client";

import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode, type RefObject } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toaster";
import type { SessionState } from "@/lib/chat/schemas";
import { BranchNotice } from "./branch-notice";
import { DayLine } from "./day-line";
import { MessageRow, type MessageRowProps } from "./message-row";
import { NewLine } from "./new-line";
import { useThreadEdges, useThreadItem, useThreadOrder, type Thread } from "./state/use-thread";
import { standingOf } from "./thread-items";
import { useFurtherPages } from "./use-further-pages";
import { useJump } from "./use-jump";
import { useReading } from "./use-reading";
import { useTimeZone } from "./use-time-zone";
import { roomForMore } from "./window/head-room";
import { estimateHeight } from "./window/row-heights";
import { useRowWindow } from "./window/use-row-window";

type Handlers = Pick<MessageRowProps, "onRetrySend" | "onDiscard" | "onEdit" | "onDelete" | "onRetry" | "onCitation">;

type ThreadViewProps = {
  projectId: string;
  thread: Thread;
  reader: { userId: string; canWrite: boolean; canModerate: boolean };
  /** What the conversation was to the reader when the page was made. */
  state: SessionState;
  /** The message that the address leads to. */
  target: string | null;
  focus: { messageId: string; n: number | null } | null;
  handlers: Handlers;
  /** Stands where nothing has been said yet. */
  empty: ReactNode;
};

/** The messages of a conversation, of which those in view are on the page. The reader's place holds whatever changes. */
export function ThreadView({ projectId, thread, reader, state, target, focus, handlers, empty }: ThreadViewProps) {
  const t = useTranslations("chat");
  const { store } = thread;
  const order = useThreadOrder(thread);
  const edges = useThreadEdges(thread);
  const timeZone = useTimeZone();
  const { onView, unseen, newKey } = useReading(thread, order, reader.userId, state);
  const [firstRoom] = useState(() => (edges.hasOlder ? { paddingTop: roomForMore } : undefined));
  const [startAt] = useState(() => (target !== null && store.idOf(target) !== null ? store.keyOf(target) : newKey));
  const estimate = useCallback((key: string) => estimateHeight(store.getItem(key)?.message.content ?? ""), [store]);
  const { scroller, inside, content, rows, pieces, atEnd } = useRowWindow({ keys: order, isWhole: !edges.hasNewer, hasMoreAbove: edges.hasOlder, startAt, estimate, onView });
  const { edge: oldest, failed: olderFailed, load: loadOlder } = useFurtherPages(thread, "older", scroller);
  const { edge: newest, failed: newerFailed, load: loadNewer } = useFurtherPages(thread, "newer", scroller);
  const toEnd = useCallback(() => rows.toEnd(), [rows]);
  useJump(thread, rows, target);
  useOwnMessages(order, thread, toEnd);

  useLayoutEffect(() => {
    // Many new messages are read from the first one on; a few are all in view at the end.
    const top = startAt !== null && target === null ? rows.topOf(startAt) : null;
    if (startAt !== null && top !== null && top < 0) rows.show(startAt, "start");
  }, [rows, startAt, target]);

  const toLatest = useCallback(() => {
    if (edges.hasNewer) void thread.jumpToNewest().then(toEnd, () => toast({ title: t("loadFailed"), tone: "danger" }));
    else toEnd();
  }, [edges.hasNewer, thread, toEnd, t]);
  useEdgeKeys(scroller, toLatest);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label={t("thread")}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto -outline-offset-2 [overflow-anchor:none]"
      >
        <div ref={inside} style={firstRoom} className="mb-auto flex w-full shrink-0 flex-col justify-end overflow-y-clip">
          <div ref={content} className="mx-auto w-full max-w-[48rem] shrink-0 px-1 pt-2 pb-4 sm:px-4">
            <div ref={oldest} className="h-px" />
            {edges.hasOlder ? (
              <div className="grid h-12 place-items-center">
                {olderFailed ? <Button size="sm" onClick={loadOlder}>{t("older")}</Button> : <Spinner label={edges.isLoadingOlder ? t("loadingOlder") : undefined} />}
              </div>
            ) : null}
            {order.length === 0 ? empty : null}
            {pieces.map((piece) => {
              if ("gap" in piece) return <div key={`after ${order[piece.after] ?? ""}`} aria-hidden style={{ height: piece.gap }} />;
              const key = order[piece.index];
              const message = key === undefined ? undefined : store.getItem(key)?.message;
              if (key === undefined || !message) return null;
              const { day, joins } = standingOf(message, store.getItem(order[piece.index - 1] ?? "")?.message ?? null, timeZone);
              return (
                <div key={key} ref={rows.row} data-key={key} className={cn("flow-root", key === startAt && "scroll-mt-24 [scroll-initial-target:nearest]")}>
                  {day ? <DayLine day={day} timeZone={timeZone} /> : null}
                  {key === newKey ? <NewLine /> : null}
                  <Row projectId={projectId} thread={thread} rowKey={key} joins={joins && key !== newKey} reader={reader} focus={focus} handlers={handlers} />
                </div>
              );
            })}
            {edges.hasNewer ? (
              <div className="grid h-12 place-items-center">
                {newerFailed ? <Button size="sm" onClick={loadNewer}>{t("newer")}</Button> : <Spinner label={edges.isLoadingNewer ? t("loadingNewer") : undefined} />}
              </div>
            ) : null}
            <div ref={newest} className="h-px" />
          </div>
        </div>
      </div>
      {atEnd ? null : (
        <Button size="sm" className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-float" icon={<ArrowDown />} onClick={toLatest}>
          {unseen > 0 && !edges.hasNewer ? t("latestNew", { count: unseen }) : t("latest")}
        </Button>
      )}
      <BranchNotice thread={thread} />
    </div>
  );
}

type RowProps = Pick<ThreadViewProps, "projectId" | "thread" | "reader" | "focus" | "handlers"> & { rowKey: string; joins: boolean };

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

/**
 * The End key leads to the end of the conversation, also when that isn't at hand, and Home to the first message that
 * is: at once, since a browser's own gliding ends where it is when rows are measured on the way.
 */
function useEdgeKeys(scroller: RefObject<HTMLElement | null>, toLatest: () => void): void {
  useEffect(() => {
    const region = scroller.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!region || event.target !== region || (event.key !== "End" && event.key !== "Home")) return;
      event.preventDefault();
      if (event.key === "End") toLatest();
      else region.scrollTop = -region.scrollHeight;
    };
    region?.addEventListener("keydown", onKeyDown);
    return () => region?.removeEventListener("keydown", onKeyDown);
  }, [scroller, toLatest]);
}

/** Whoever writes wants to see it, wherever they were reading. */
function useOwnMessages(order: readonly string[], thread: Thread, toEnd: () => void): void {
  const last = order.at(-1);
  useEffect(() => {
    if (last !== undefined && thread.store.getItem(last)?.send?.state === "sending") toEnd();
  }, [last, thread, toEnd]);
}
