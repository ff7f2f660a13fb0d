"use client";

import { createContext, use } from "react";
import type { Message } from "@/lib/chat/schemas";
import type { Readers } from "./delivery/readers";
import type { DocumentStates } from "./attachments/document-states";
import type { MessageTools } from "./message-tools";
import type { Choice } from "./choice";
import type { Thread } from "./state/use-thread";
import type { ShownVersions } from "./versions/shown-version";

/** What messages and the composer need of the conversation they stand in. The same object until a right changes. */
export type Chat = {
  projectId: string;
  sessionId: string;
  userId: string;
  thread: Thread;
  tools: MessageTools;
  readers: Readers;
  documents: DocumentStates;
  /** The message whose text is being changed in its place. */
  editing: Choice<string>;
  /** The message that the composer answers. */
  replying: Choice<Message>;
  /** The earlier versions of answers that the reader turned to. */
  shownVersions: Choice<ShownVersions>;
  /** Whether the reader may write here. */
  canWrite: boolean;
  /** Whether the reader may add to the project's documents. */
  canAddDocuments: boolean;
};

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = use(ChatContext);
  if (!chat) throw new Error("Messages must stand inside a conversation.");
  return chat;
}
