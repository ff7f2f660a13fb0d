"use client";

import { useEffect, useRef, useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import type { ChatSession, Message } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { mostCounted, putPlace, type PinPlace } from "./pin-places";
import type { PinnedPage } from "./pinned-page";
import { useThreadView, type Thread } from "./state/use-thread";

/** Events come in bursts after a replay: what they name is read once (milliseconds). */
const gatherMs = 200;

/** How many pinned messages the branch that is shown has, as events leave them. */
export function usePinCount({ projectId, id: sessionId }: ChatSession, thread: Thread, initial: readonly PinPlace[], initialSeq: number): number {
  const { view } = thread.store;
  const [places, setPlaces] = useState(initial);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Another branch shows others of them.
  useThreadView(thread);

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload, thing }) => {
      if (name !== "chat:message:updated" || payload["sessionId"] !== sessionId) return;
      // A live event carries the whole message; a replayed one says that there is something to read.
      if (thing) setPlaces((known) => putPlace(known, thing as Message));
      else readSoon();
    },
    onReset: readSoon,
  });

  function readSoon(): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void read(), gatherMs);
  }

  /** A number that can't be read stays until the next event. */
  async function read(): Promise<void> {
    const page = await apiClient.get<PinnedPage>(api.pinnedMessages(projectId, sessionId, { limit: mostCounted + 1, branch: view.name })).catch(() => null);
    if (page) setPlaces((known) => [...known.filter((place) => !view.shows(place)), ...page.items]);
  }
  return places.filter((place) => view.shows(place)).length;
}
