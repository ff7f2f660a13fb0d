import type { Message, MessageVersion } from "@/lib/chat/schemas";

/** An earlier version of an answer that the reader turned to; `of` is how many earlier ones there were then. */
export type ShownVersion = { messageId: string; of: number; version: MessageVersion };

/** The version that is chosen, if it is one of this answer. A further answer that is begun is what everybody wants to see. */
export function versionOf({ id, versions, status, deletedAt }: Message, chosen: ShownVersion | null): MessageVersion | null {
  return chosen?.messageId === id && chosen.of === versions && status !== "streaming" && deletedAt === null ? chosen.version : null;
}

/** The answer with the text and the sources that are shown, which may be an earlier version's; itself when they are its own. */
export function asShown(message: Message, chosen: ShownVersion | null): Message {
  const version = versionOf(message, chosen);
  if (!version) return message;
  const { content, status, citations, metadata } = version;
  return { ...message, content, status, citations, metadata };
}
