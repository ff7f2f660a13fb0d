import type { Message } from "@/lib/chat/schemas";
import type { EventPayload, ProjectEvent } from "@/lib/events/catalogue";
import type { ThreadStore } from "./thread-store";

/** Takes an event of the project into a conversation; those of other conversations and kinds pass by. */
export function applyEvent(store: ThreadStore, { name, payload, thing }: ProjectEvent): void {
  if (payload["sessionId"] !== store.sessionId) return;
  // The catalogue decides what an event of a name carries, and the server checked it there.
  if (name === "chat:message:received" || name === "chat:message:updated") {
    // A replayed event names the message; it has to be read.
    if (thing) store.applyRow(thing as Message);
    else {
      const { messageId, branchId } = payload as EventPayload<typeof name>;
      store.markStale(messageId, branchId);
    }
  } else if (name === "chat:message:delta") store.applyDelta(payload as EventPayload<typeof name>);
  else if (name === "chat:typing:indicator") {
    const { userId, name: personName, state } = payload as EventPayload<typeof name>;
    store.setTyping({ userId, name: personName }, state);
  }
}
