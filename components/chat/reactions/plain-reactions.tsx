"use client";

import type { Message } from "@/lib/chat/schemas";
import { useChat } from "../chat-context";
import { chipClass, chipsClass, signClass } from "./chip-class";

/** Reactions as they look, until what they do is here; and instead of it, where it can't be fetched. */
export function PlainReactions({ message }: { message: Message }) {
  const { userId } = useChat();
  return (
    <div className={chipsClass}>
      {message.reactions.map(({ emoji, userIds }) => (
        <span key={emoji} className={chipClass(userIds.includes(userId))}><span className={signClass}>{emoji}</span>{userIds.length}</span>
      ))}
    </div>
  );
}
