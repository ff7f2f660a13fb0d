"use client";

import type { Message } from "@/lib/chat/schemas";
import { useReactors } from "./use-reactors";

/** Who reacted to a message with what, for those whose pointer can't rest on an emoji. */
export function ReactorsList({ message }: { message: Message }) {
  return (
    <ul className="grid gap-2">
      {message.reactions.map(({ emoji, userIds }) => (
        <li key={emoji} className="flex gap-2.5">
          <span className="text-lg/6">{emoji}</span>
          <Names userIds={userIds} />
        </li>
      ))}
    </ul>
  );
}

function Names({ userIds }: { userIds: readonly string[] }) {
  return <bdi className="min-w-0 leading-6 wrap-anywhere">{useReactors(userIds)}</bdi>;
}
