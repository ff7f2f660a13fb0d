"use client";

import { useChat } from "./chat-context";
import { useChoice } from "./choice";
import { Sources } from "./sources";
import { useThreadItem, useThreadOrder } from "./state/use-thread";
import { asShown } from "./versions/shown-version";

/** An answer, and which of its sources is looked at. */
export type Focus = { messageId: string; n: number | null };

/** The sources of the answer in focus, else of the newest, in the version that is shown. */
export function FocusedSources({ focus, onFocus }: { focus: Focus | null; onFocus: (focus: Focus) => void }) {
  const { projectId, thread, shownVersions } = useChat();
  const chosen = useChoice(shownVersions);
  const order = useThreadOrder(thread);
  const key = order.findLast((one) => {
    const message = thread.store.getItem(one)?.message;
    return focus ? message?.id === focus.messageId : message?.role === "assistant";
  });
  const item = useThreadItem(thread, key ?? "");
  const message = item && asShown(item.message, chosen?.get(item.message.id) ?? null);
  return <Sources projectId={projectId} message={message} active={focus?.n ?? null} onChoose={({ n }) => message && onFocus({ messageId: message.id, n: n === focus?.n ? null : n })} />;
}
