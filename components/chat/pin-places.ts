import type { Message } from "@/lib/chat/schemas";

/** A pinned message, as far as it takes to know whether a branch shows it. */
export type PinPlace = Pick<Message, "id" | "branchId">;

/** More than so many aren't counted; with one more they fill a page. */
export const mostCounted = 99;

/** Takes a message as it is now. The same object when nothing changes by it: answers change all the time while they are written. */
export function putPlace(known: readonly PinPlace[], { id, branchId, pinnedAt, deletedAt }: Message): readonly PinPlace[] {
  const isPinned = pinnedAt !== null && deletedAt === null;
  if (known.some((place) => place.id === id) === isPinned) return known;
  return isPinned ? [...known, { id, branchId }] : known.filter((place) => place.id !== id);
}
