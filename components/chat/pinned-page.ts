import type { Message } from "@/lib/chat/schemas";

/** Pinned messages of a view as far as they were read, the last pinned first. */
export type PinnedPage = { items: Message[]; nextCursor: string | null };

/**
 * Puts a message where it belongs now, or takes it out.
 * @param isShown whether the view of these shows it
 */
export function putPin({ items, nextCursor }: PinnedPage, message: Message, isShown: boolean): PinnedPage {
  const others = items.filter(({ id }) => id !== message.id);
  const isPinned = message.pinnedAt !== null && message.deletedAt === null && isShown;
  // What lies beyond the last one that was read comes with the next page.
  const isRead = nextCursor === null || newestFirst(message, items.at(-1) ?? message) <= 0;
  return { nextCursor, items: isPinned && isRead ? [...others, message].toSorted(newestFirst) : others };
}

function newestFirst(a: Message, b: Message): number {
  const [first, second] = [a.pinnedAt ?? "", b.pinnedAt ?? ""];
  return first === second ? 0 : first < second ? 1 : -1;
}
