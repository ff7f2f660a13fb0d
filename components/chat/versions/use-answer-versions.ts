"use client";

import { useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import type { Message, MessageVersion } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { useChat } from "../chat-context";

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
  const { projectId, sessionId } = useChat();
  const problem = useProblem();
  const [known, setKnown] = useState<ReadonlyMap<number, MessageVersion>>(new Map());
  const [wanted, setWanted] = useState<{ version: number; of: number } | null>(null);
  const [busy, setBusy] = useState(false);
  const count = message.versions + 1;
  // A further answer is begun: it is what everybody wants to see.
  const current = wanted?.of === message.versions && message.status !== "streaming" ? known.get(wanted.version) : undefined;

  async function go(index: number): Promise<void> {
    const version = index + 1;
    if (index >= message.versions) return setWanted(null);
    if (!known.has(version)) {
      setBusy(true);
      try {
        setKnown(await readUntil(version, known, (cursor) => apiClient.get<Page>(api.messageVersions(projectId, sessionId, message.id, { limit: 20, ...(cursor === null ? {} : { cursor }) }))));
      } catch (thrown) {
        toast({ title: problem.caught(thrown), tone: "danger" });
        return;
      } finally {
        setBusy(false);
      }
    }
    setWanted({ version, of: message.versions });
  }

  const shown = current ? { ...message, content: current.content, status: current.status, citations: current.citations, metadata: current.metadata } : message;
  return { shown, index: current ? current.version - 1 : message.versions, count, busy, go: (index) => void go(index) };
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
