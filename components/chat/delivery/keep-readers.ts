"use client";

import { useEffect } from "react";
import { useConnectionState, useProjectEvents } from "@/components/realtime/provider";
import { usePeopleIn, usePresence } from "@/components/realtime/use-presence";
import type { Message, SessionReader } from "@/lib/chat/schemas";
import type { EventPayload } from "@/lib/events/catalogue";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Chat } from "../chat-context";
import { useThreadOrder } from "../state/use-thread";

type Page = { items: SessionReader[]; nextCursor: string | null };

/** Receipts of more members than this aren't read. */
const mostPages = 5;

/**
 * Keeps true how far the others have read: read when the connection is there, then told by receipts; and how many they
 * are, since that says how often each tells it. Draws nothing, and stands apart so that a message that comes draws nothing anew but its row.
 */
export function KeepReaders({ chat: { projectId, sessionId, userId, thread, readers }, initialSeq }: { chat: Chat; initialSeq: number }): null {
  const order = useThreadOrder(thread);
  const isHeard = usePresence().some((person) => person.userId !== userId);
  const peopleHere = usePeopleIn(sessionId).length;
  const isLive = useConnectionState().name === "live";

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (payload["sessionId"] !== sessionId) return;
      // Whoever writes has read what stood there, and sends no receipt for it. What is received is a message.
      const written = name === "chat:message:received" ? (thing as Message | undefined) : undefined;
      if (written?.userId && written.role === "user") readers.hear({ userId: written.userId, name: written.userName ?? "", messageId: written.id, at: written.createdAt });
      if (name !== "chat:read:receipt") return;
      // The catalogue gives the event its type.
      const { userId: readerId, name: readerName, messageId, at } = payload as EventPayload<typeof name>;
      readers.hear({ userId: readerId, name: readerName, messageId, at });
    },
    // Receipts aren't numbered: they are read anew with each connection.
    onReset: () => undefined,
  });

  useEffect(() => thread.readCursor.setPeopleHere(peopleHere), [thread, peopleHere]);

  useEffect(() => {
    if (!isLive) return undefined;
    const controller = new AbortController();
    // Who has read is told by receipts too; what can't be read now is read with the next connection.
    readAll(projectId, sessionId, controller.signal).then((items) => readers.take(items), () => undefined);
    return () => controller.abort();
  }, [isLive, projectId, sessionId, readers]);

  useEffect(() => {
    const { store } = thread;
    const own = order.findLast((key) => store.idOf(key) !== null && store.getItem(key)?.message.userId === userId);
    readers.show({ ids: order.flatMap((key) => store.idOf(key) ?? []), isHeard }, own === undefined ? null : store.idOf(own));
    // What was sent gets its id without a change of the order.
    const newest = order.at(-1);
    if (newest === undefined || store.idOf(newest) !== null) return undefined;
    return store.subscribeItem(newest, () => {
      const id = store.idOf(newest);
      if (id !== null) readers.show({ ids: order.flatMap((key) => store.idOf(key) ?? []), isHeard }, id);
    });
  }, [readers, order, thread, userId, isHeard]);
  return null;
}

async function readAll(projectId: string, sessionId: string, signal: AbortSignal): Promise<SessionReader[]> {
  const found: SessionReader[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages === 0 || (cursor !== null && pages < mostPages); pages += 1) {
    const page: Page = await apiClient.get<Page>(api.sessionReaders(projectId, sessionId, { limit: 100, ...(cursor === null ? {} : { cursor }) }), { signal });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}
