import type { Message } from "@/lib/chat/schemas";

type Reactions = Message["reactions"];

/**
 * A message's reactions after a member pressed one: theirs comes or goes, and what nobody has any more is gone. The
 * order stays, so that nothing moves under the pointer.
 */
export function toggleReaction(reactions: Reactions, emoji: string, userId: string): { reactions: Reactions; added: boolean } {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known) return { added: true, reactions: [...reactions, { emoji, userIds: [userId] }] };
  const added = !known.userIds.includes(userId);
  const userIds = added ? [...known.userIds, userId] : known.userIds.filter((id) => id !== userId);
  return { added, reactions: reactions.flatMap((reaction) => (reaction !== known ? [reaction] : userIds.length > 0 ? [{ emoji, userIds }] : [])) };
}
