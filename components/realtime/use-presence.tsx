"use client";

import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import type { PersonHere } from "@/lib/realtime/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { nobody, PresenceStore, type PersonPresent, type PresenceChange } from "./presence-store";
import { useConnectionState, usePlace, useProjectEvents } from "./provider";

const PresenceContext = createContext<PresenceStore | null>(null);
/** A project with more places open than this shows those that it read. */
const mostPages = 5;

/** Says that one is in the project, and knows who else is, for what is inside. `initialSeq` is the number at which the page was rendered. */
export function PresenceProvider({ projectId, initialSeq, children }: { projectId: string; initialSeq: number; children: ReactNode }) {
  const [store] = useState(() => new PresenceStore());
  const connection = useConnectionState().name;
  usePlace(projectId);

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload }) => {
      // The catalogue gives the event its type.
      if (name === "presence:changed") store.hear(payload["people"] as PresenceChange[]);
    },
    // What was missed before it also made the connection live again, and with that the list is read.
    onReset: () => undefined,
  });

  useEffect(() => {
    // Changes aren't numbered, so after every interruption the list is read anew; meanwhile nobody can be seen coming.
    if (connection === "offline" || connection === "signed-out" || connection === "no-access") store.clear();
    if (connection !== "live") return undefined;
    const controller = new AbortController();
    store.beginReading();
    // What can't be read now is read with the next connection; events tell of whoever comes until then.
    readAll(projectId, controller.signal).then((items) => !controller.signal.aborted && store.takeList(items), () => undefined);
    return () => controller.abort();
  }, [projectId, connection, store]);

  return <PresenceContext value={store}>{children}</PresenceContext>;
}

/** Everybody who has the project open, oneself included, by name. */
export function usePresence(): readonly PersonPresent[] {
  const store = use(PresenceContext);
  return useSyncExternalStore(store?.subscribe ?? never, () => store?.all() ?? nobody, () => nobody);
}

/** Those who have a conversation open, oneself included, by name. */
export function usePeopleIn(sessionId: string): readonly PersonPresent[] {
  const store = use(PresenceContext);
  return useSyncExternalStore(store?.subscribe ?? never, () => store?.in(sessionId) ?? nobody, () => nobody);
}

async function readAll(projectId: string, signal: AbortSignal): Promise<PersonHere[]> {
  const items: PersonHere[] = [];
  let cursor: string | null = null;
  for (let page = 0; page === 0 || (cursor !== null && page < mostPages); page += 1) {
    const next: { items: PersonHere[]; nextCursor: string | null } = await apiClient.get(api.presence(projectId, { limit: 100, ...(cursor === null ? {} : { cursor }) }), { signal });
    items.push(...next.items);
    cursor = next.nextCursor;
  }
  return items;
}

const never = () => () => undefined;
