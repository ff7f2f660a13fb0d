import "server-only";
import type { Granted } from "@/lib/access/authorize";
import { AppError } from "@/lib/core/problems";
import { emojiOf } from "./emoji";
import { changeMessage } from "./message-changes";
import { updateReactions, type MessageRow } from "./queries";
import type { Message } from "./schemas";

/** More different ones say nothing that can still be seen. */
const mostReactions = 20;

/**
 * Adds a person's reaction to a message.
 * @throws AppError `validation-failed` for what isn't one emoji, `conflict` when there are too many different ones
 */
export function addReaction(by: Granted<"chat.write">, sessionId: string, messageId: string, text: string): Promise<Message> {
  const emoji = requireEmoji(text);
  return changeMessage(by, sessionId, messageId, async (tx, { id, reactions }) => {
    const known = reactions.find((reaction) => reaction.emoji === emoji);
    if (known?.userIds.includes(by.actor.id)) return null;
    if (!known && reactions.length >= mostReactions) throw new AppError("conflict", `A message has ${mostReactions} different reactions at most.`);
    const added: MessageRow["reactions"] = known
      ? reactions.map((reaction) => (reaction === known ? { emoji, userIds: [...known.userIds, by.actor.id] } : reaction))
      : [...reactions, { emoji, userIds: [by.actor.id] }];
    return updateReactions(tx, { projectId: by.projectId, sessionId }, id, added);
  });
}

/** Takes a person's own reaction back. */
export function removeReaction(by: Granted<"chat.write">, sessionId: string, messageId: string, text: string): Promise<Message> {
  const emoji = requireEmoji(text);
  return changeMessage(by, sessionId, messageId, async (tx, { id, reactions }) => {
    if (!reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(by.actor.id))) return null;
    const left = reactions
      .map((reaction) => (reaction.emoji === emoji ? { emoji, userIds: reaction.userIds.filter((userId) => userId !== by.actor.id) } : reaction))
      .filter(({ userIds }) => userIds.length > 0);
    return updateReactions(tx, { projectId: by.projectId, sessionId }, id, left);
  });
}

function requireEmoji(text: string): string {
  const emoji = emojiOf(text);
  if (!emoji) throw new AppError("validation-failed", "A reaction is one emoji.");
  return emoji;
}
