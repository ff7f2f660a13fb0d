"use client";

import { useMemo, useState, useSyncExternalStore } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { Message, MessageVersion } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { useChat } from "../chat-context";
import { asShown, versionOf, type ShownVersion } from "./shown-version";

type Page = { items: MessageVersion[]; nextCursor: string | null };

export type AnswerVersions = {
  /** The answer with the text that is shown, which may be an earlier one's. */
  shown: Message;
  /** From 0; the last is the answer as it is. */
  index: number;
  count: number;
  busy: boolean;
  go: (index: number) => void;
};

/** An answer and what it was before it was written anew; earlier ones are read when they are first wanted. */
export function useAnswerVersions(message: Message): AnswerVersions {
  const { projectId, sessionId, shownVersions } = useChat();
  const problem = useProblem();
  const [known, setKnown] = useState<ReadonlyMap<number, MessageVersion>>(new Map());
  const [busy, setBusy] = useState(false);
  const chosen = useSyncExternalStore(shownVersions.subscribe, () => shownVersions.get()?.get(message.id) ?? null, () => null);
  const shown = useMemo(() => asShown(message, chosen), [message, chosen]);

  async function go(index: number): Promise<void> {
    const number = index + 1;
    if (index >= message.versions) return show(null);
    let versions = known;
    if (!versions.has(number)) {
      setBusy(true);
      try {
        versions = await readUntil(number, known, (cursor) => apiClient.get<Page>(api.messageVersions(projectId, sessionId, message.id, { limit: 20, ...(cursor === null ? {} : { cursor }) })));
        setKnown(versions);
      } catch (thrown) {
        toast({ title: problem.caught(thrown), tone: "danger" });
        return;
      } finally {
        setBusy(false);
      }
    }
    const version = versions.get(number);
    if (version) show({ of: message.versions, version });
  }

  function show(version: ShownVersion | null): void {
    const versions = new Map(shownVersions.get());
    if (version) versions.set(message.id, version);
    else versions.delete(message.id);
    shownVersions.set(versions);
  }

  return { shown, index: (versionOf(message, chosen)?.version ?? message.versions + 1) - 1, count: message.versions + 1, busy, go: (index) => void go(index) };
}

/** Reads pages until a version is among them. */
async function readUntil(version: number, known: ReadonlyMap<number, MessageVersion>, read: (cursor: string | null) => Promise<Page>): Promise<ReadonlyMap<number, MessageVersion>> {
  const found = new Map(known);
  let cursor: string | null = null;
  do {
    const page: Page = await read(cursor);
    for (const one of page.items) found.set(one.version, one);
    cursor = page.nextCursor;
  } while (cursor !== null && !found.has(version));
  return found;
}
