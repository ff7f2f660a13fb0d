"use client";

import { useCallback, useRef, useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession, Message } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { putPin, type PinnedPage } from "./pinned-page";
import { useThreadView, type Thread } from "./state/use-thread";

/** The pinned messages of the branch that is shown, the last pinned first, as events and one's own changes leave them. */
export function usePinnedMessages({ projectId, id: sessionId }: ChatSession, thread: Thread, initialSeq: number) {
  const problem = useProblem();
  const { branchId } = useThreadView(thread);
  const branch = branchId ?? "main";
  const [page, setPage] = useState<PinnedPage | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const reading = useRef<AbortController>(undefined);

  const read = useCallback(
    (cursor: string | null) => {
      reading.current?.abort();
      const controller = new AbortController();
      reading.current = controller;
      setReading(true);
      setError(null);
      apiClient
        .get<PinnedPage>(api.pinnedMessages(projectId, sessionId, { limit: 30, branch, ...(cursor === null ? {} : { cursor }) }), { signal: controller.signal })
        .then(
          (next) => setPage((known) => (cursor === null || !known ? next : { ...next, items: [...known.items, ...next.items.filter(({ id }) => !known.items.some((one) => one.id === id))] })),
          (thrown: unknown) => !controller.signal.aborted && setError(problem.caught(thrown)),
        )
        .finally(() => !controller.signal.aborted && setReading(false));
    },
    [projectId, sessionId, branch, problem],
  );
  const reload = useCallback(() => {
    read(null);
    return () => reading.current?.abort();
  }, [read]);

  const put = (message: Message): void => setPage((known) => known && putPin(known, message, thread.store.view.shows(message)));

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (name !== "chat:message:updated" || payload["sessionId"] !== sessionId) return;
      // A live event carries the whole message; a replayed one says that there is something to read.
      if (thing) put(thing as Message);
      else read(null);
    },
    onReset: () => read(null),
  });

  async function unpin(message: Message): Promise<void> {
    put({ ...message, pinnedAt: null });
    try {
      await apiClient.delete(api.messagePin(projectId, sessionId, message.id));
    } catch (thrown) {
      put(message);
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
  }

  return { pins: page?.items ?? null, hasMore: page !== null && page.nextCursor !== null, error, isReading, loadMore: () => read(page?.nextCursor ?? null), reload, unpin };
}
