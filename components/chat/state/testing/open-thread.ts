import { vi } from "vitest";
import { ThreadController } from "../thread-controller";
import { FakeChat } from "./fake-chat";
import { aMessage, me, projectId, sessionId } from "./messages";

/** A page that shows the end of a conversation. */
export function openThread(chat: FakeChat, limit = 50) {
  const thread = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page({ limit }) });
  const { store } = thread;
  const texts = () => store.getOrder().map((key) => store.getItem(key)?.message.content);
  const sends = () => store.getOrder().map((key) => store.getItem(key)?.send?.state ?? "sent");
  return { chat, thread, store, texts, sends };
}

/** A conversation of so many messages, and a page that shows its end. */
export function setUp(count = 2, limit = 50) {
  const chat = new FakeChat();
  for (let n = 1; n <= count; n += 1) chat.add(aMessage(n));
  return openThread(chat, limit);
}

/** Lets faked time pass (milliseconds). */
export const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
