import type { Message, MessageVersion } from "@/lib/chat/schemas";

/** An earlier version of an answer that the reader turned to; `of` is how many earlier ones there were then. */
export type ShownVersion = { of: number; version: MessageVersion };

/** By the ids of their answers. */
export type ShownVersions = ReadonlyMap<string, ShownVersion>;

/** The version of this answer that is chosen. A further answer that is begun is what everybody wants to see. */
export function versionOf({ versions, status, deletedAt }: Message, chosen: ShownVersion | null): MessageVersion | null {
  return chosen?.of === versions && status !== "streaming" && deletedAt === null ? chosen.version : null;
}

/** The answer with the text and the sources that are shown, which may be an earlier version's; itself when they are its own. */
export function asShown(message: Message, chosen: ShownVersion | null): Message {
  const version = versionOf(message, chosen);
  if (!version) return message;
  const { content, status, citations, metadata } = version;
  return { ...message, content, status, citations, metadata };
}
