"use client";

import { useMemo, useState } from "react";
import { useShell } from "@/components/projects/rail/shell-context";
import { useProjectEvents } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { toast } from "@/components/ui/toaster";
import { can } from "@/lib/access/permissions";
import type { ChatSession, Message } from "@/lib/chat/schemas";
import { DocumentStates } from "./attachments/document-states";
import type { Chat } from "./chat-context";
import { Choice } from "./choice";
import { Readers } from "./delivery/readers";
import { MessageTools } from "./message-tools";
import type { Thread } from "./state/use-thread";
import type { ShownVersions } from "./versions/shown-version";

type Options = { session: ChatSession; userId: string; thread: Thread; initialSeq: number; canWrite: boolean };

/** What messages and the composer of a conversation share. `canWrite` is whether the reader may write here. */
export function useChatParts({ session: { id: sessionId, projectId }, userId, thread, initialSeq, canWrite }: Options): Chat {
  const { role, mayWrite } = useShell();
  const problem = useProblem();
  const canAddDocuments = mayWrite && can(role, "knowledge.write");
  const [parts] = useState(() => ({
    tools: new MessageTools({ projectId, sessionId, userId, thread, onProblem: (thrown) => void toast({ title: problem.caught(thrown), tone: "danger" }) }),
    readers: new Readers(userId),
    documents: new DocumentStates(projectId),
    editing: new Choice<string>(),
    replying: new Choice<Message>(),
    shownVersions: new Choice<ShownVersions>(),
  }));
  const { documents } = parts;
  useProjectEvents(projectId, initialSeq, { onEvent: (event) => documents.hear(event), onReset: () => documents.reset() });
  return useMemo(() => ({ projectId, sessionId, userId, thread, canWrite, canAddDocuments, ...parts }), [projectId, sessionId, userId, thread, canWrite, canAddDocuments, parts]);
}
