"use client";

import { useCallback, useRef, useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatSession, Message } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

type Page = { items: Message[]; nextCursor: string | null };

/** A conversation's pinned messages, the last pinned first, as events and one's own changes leave them. */
export function usePinnedMessages({ projectId, id: sessionId }: ChatSession, initialSeq: number) {
  const problem = useProblem();
  const [page, setPage] = useState<Page | null>(null);
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
        .get<Page>(api.pinnedMessages(projectId, sessionId, { limit: 30, ...(cursor === null ? {} : { cursor }) }), { signal: controller.signal })
        .then(
          (next) => setPage((known) => (cursor === null || !known ? next : { ...next, items: [...known.items, ...next.items.filter(({ id }) => !known.items.some((one) => one.id === id))] })),
          (thrown: unknown) => !controller.signal.aborted && setError(problem.caught(thrown)),
        )
        .finally(() => !controller.signal.aborted && setReading(false));
    },
    [projectId, sessionId, problem],
  );
  const reload = useCallback(() => {
    read(null);
    return () => reading.current?.abort();
  }, [read]);

  const put = (message: Message): void =>
    setPage((known) => {
      if (!known) return known;
      const others = known.items.filter(({ id }) => id !== message.id);
      const isPinned = message.pinnedAt !== null && message.deletedAt === null;
      return { ...known, items: (isPinned ? [...others, message] : others).toSorted((a, b) => ((a.pinnedAt ?? "") < (b.pinnedAt ?? "") ? 1 : -1)) };
    });

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (payload["sessionId"] !== sessionId) return;
      if (name === "chat:session:updated") read(null);
      // A live event carries the whole message; a replayed one says that there is something to read.
      if (name === "chat:message:updated") {
        if (thing) put(thing as Message);
        else read(null);
      }
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
