import type { SessionState } from "@/lib/chat/schemas";

/**
 * The last message that isn't new to a reader who opens a conversation, of which `newest` is the last at hand: a link
 * may lead into the middle, far before what was read.
 */
export function lastSeen({ unread, readUpTo }: Pick<SessionState, "unread" | "readUpTo">, newest: string): string {
  if (readUpTo === null) return newest;
  return unread > 0 || readUpTo > newest ? readUpTo : newest;
}
