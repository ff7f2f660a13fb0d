"use client";

import { useState } from "react";
import { useProjectEvents } from "@/components/realtime/provider";
import { usePages, type Page } from "@/components/shell/use-pages";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { ChatImport } from "@/lib/chat/import/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

/** Under way, so that there is something to wait for or to cancel. */
export const isUnderWay = ({ status }: Pick<ChatImport, "status">): boolean => status === "queued" || status === "running";

/** A project's imports, newest first, as events leave them. */
export function useImports(projectId: string, first: Page<ChatImport>, initialSeq: number) {
  const problem = useProblem();
  const [version, setVersion] = useState({ page: first, number: initialSeq });
  const pages = usePages(version.page, version.number, (cursor) => apiClient.get<Page<ChatImport>>(api.chatImports(projectId, { cursor, limit: 10 })));

  const put = (made: ChatImport): void =>
    pages.setItems((items) => (items.some(({ id }) => id === made.id) ? items.map((one) => (one.id === made.id ? made : one)) : [made, ...items]));

  /** What can't be read now is told by the next event. */
  async function readAgain(importId: string): Promise<void> {
    const known = await apiClient.get<ChatImport>(api.chatImport(projectId, importId)).catch(() => null);
    if (known) put(known);
  }

  useProjectEvents(projectId, initialSeq, {
    onEvent: ({ name, payload }) => {
      if (name !== "chat:import:progress") return;
      // The catalogue gives the event its type.
      const { importId, status, done, total } = payload as { importId: string; status: ChatImport["status"]; done: number; total: number | null };
      const isKnown = pages.items.some(({ id }) => id === importId);
      if (!isKnown || !isUnderWay({ status })) void readAgain(importId);
      else pages.setItems((items) => items.map((one) => (one.id === importId ? { ...one, status, done, total } : one)));
    },
    onReset: () => void apiClient.get<Page<ChatImport>>(api.chatImports(projectId, { limit: 10 })).then((page) => setVersion((known) => ({ page, number: known.number + 1 })), () => undefined),
  });

  async function cancel({ id }: ChatImport): Promise<void> {
    try {
      await apiClient.delete(api.chatImport(projectId, id));
    } catch (thrown) {
      toast({ title: problem.caught(thrown), tone: "danger" });
    }
    await readAgain(id);
  }

  return { ...pages, put, cancel };
}
