import type { Message, SentMessage } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { toggleReaction } from "./reactions/toggle-reaction";
import type { Thread } from "./state/use-thread";

type Options = {
  projectId: string;
  sessionId: string;
  userId: string;
  thread: Pick<Thread, "store">;
  /** Says what went wrong with something that was only tried. */
  onProblem: (thrown: unknown) => void;
  client?: Pick<typeof apiClient, "post" | "put" | "delete">;
};

/**
 * What can be done with a message beside writing it. What can be undone shows at once and is taken back if the server
 * refuses it. Nothing here throws: problems are told.
 */
export class MessageTools {
  private readonly options: Options;
  private readonly client: NonNullable<Options["client"]>;

  constructor(options: Options) {
    this.options = options;
    this.client = options.client ?? apiClient;
  }

  /** Adds the reader's reaction, or takes it back. */
  react = (message: Message, emoji: string): void => {
    const { projectId, sessionId, userId } = this.options;
    const known = this.newest(message);
    const { reactions, added } = toggleReaction(known.reactions, emoji, userId);
    const address = api.reaction(projectId, sessionId, message.id, emoji);
    void this.optimistic(known, { reactions }, () => (added ? this.client.put<Message | null>(address) : this.client.delete<Message | null>(address)));
  };

  /** Pins a message for everyone, or no longer. */
  pin = (message: Message): void => {
    const { projectId, sessionId, userId } = this.options;
    const known = this.newest(message);
    const isPinned = known.pinnedAt !== null;
    const address = api.messagePin(projectId, sessionId, message.id);
    const change = isPinned ? { pinnedAt: null, pinnedBy: null } : { pinnedAt: new Date().toISOString(), pinnedBy: userId };
    void this.optimistic(known, change, () => (isPinned ? this.client.delete<Message | null>(address) : this.client.put<Message | null>(address)));
  };

  /** Has a question answered, or an answer written anew: the old one is kept as a version. */
  answer = (messageId: string): void => void this.reply(messageId, "anew");

  /** Has an answer go on where it broke off. */
  goOn = (messageId: string): void => void this.reply(messageId, "continue");

  /** Ends an answer where it is, or takes it out of the queue. */
  stop = (messageId: string): void => {
    const { projectId, sessionId, onProblem } = this.options;
    this.client.delete(api.reply(projectId, sessionId, messageId)).catch(onProblem);
  };

  /** Whether a question has an answer among the messages at hand. */
  hasAnswer(messageId: string): boolean {
    const { store } = this.options.thread;
    return store.getOrder().some((key) => {
      const message = store.getItem(key)?.message;
      return message?.role === "assistant" && message.replyTo === messageId && message.deletedAt === null;
    });
  }

  private async reply(messageId: string, mode: "anew" | "continue"): Promise<void> {
    const { projectId, sessionId, thread, onProblem } = this.options;
    try {
      const { reply } = await this.client.post<SentMessage>(api.reply(projectId, sessionId, messageId), { mode });
      if (reply) thread.store.applyRow(reply);
    } catch (thrown) {
      onProblem(thrown);
    }
  }

  /** The message as it is now: two presses in a row must not undo each other. */
  private newest(message: Message): Message {
    const { store } = this.options.thread;
    return store.getItem(store.keyOf(message.id))?.message ?? message;
  }

  private async optimistic(known: Message, change: Partial<Message>, ask: () => Promise<Message | null>): Promise<void> {
    const { store } = this.options.thread;
    // With the time that it has, so that the server's row, which is newer, replaces it.
    store.applyRow({ ...known, ...change });
    try {
      const row = await ask();
      if (row) store.applyRow(row);
    } catch (thrown) {
      // As the server has it, since others may have reacted meanwhile.
      store.applyRow(known);
      store.markStale(known.id);
      this.options.onProblem(thrown);
    }
  }
}
