import type { Attachment } from "@/lib/chat/attachments/schemas";
import type { Message } from "@/lib/chat/schemas";
import type { Problem } from "@/lib/core/problems";
import type { OutboxStorage } from "./outbox-storage";

/**
 * What became of a message that was written here. `failed` keeps it: with the server's problem, or with null when the
 * server could not be reached and nothing is known.
 */
export type SendState = { state: "sending" } | { state: "failed"; problem: Problem | null };

/** What somebody wrote. */
export type NewMessage = {
  content: string;
  replyTo: string | null;
  /** Files that were uploaded for it. */
  attachments: readonly Attachment[];
  /** The message in whose place it begins another branch. */
  replaces: string | null;
};

export type LocalMessage = NewMessage & {
  /** Stands for the message until the server's answer, as the idempotency key and as the key of its row on screen. */
  clientId: string;
  /** The branch that was shown when it was written; null is the trunk. */
  branchId: string | null;
  createdAt: string;
  send: SendState;
  /** The id of a message from the stream that is this one by all appearances; only the server's answer is proof. */
  claimedBy: string | null;
};

/** Who writes here. */
export type Author = { id: string; name: string };

/** A local message in the form of the server's, with the client's id. */
export function toMessage({ clientId: id, content, replyTo, branchId, attachments, createdAt }: LocalMessage, sessionId: string, author: Author): Message {
  const own = { userId: author.id, userName: author.name, role: "user", status: "complete" } as const;
  const nothing = { citations: [], reactions: [], mentions: [], metadata: {}, versions: 0, pinnedAt: null, pinnedBy: null };
  return { id, sessionId, branchId, ...own, content, replyTo, attachments: [...attachments], ...nothing, createdAt, updatedAt: createdAt, deletedAt: null };
}

/** Messages that were written here and whose answer hasn't come, in the order of writing. */
export class Outbox {
  private readonly locals = new Map<string, LocalMessage>();
  private storage: OutboxStorage | null = null;

  /** Keeps messages beyond the page from now on. @returns those that were kept before and aren't here */
  keepIn(storage: OutboxStorage): LocalMessage[] {
    this.storage = storage;
    return storage.load().filter(({ clientId }) => !this.locals.has(clientId));
  }

  get(clientId: string): LocalMessage | null {
    return this.locals.get(clientId) ?? null;
  }

  set(local: LocalMessage): void {
    this.locals.set(local.clientId, local);
    this.storage?.save(local);
  }

  remove(clientId: string): void {
    this.locals.delete(clientId);
    this.storage?.remove(clientId);
  }

  /** Those that stand on screen for themselves. */
  unclaimed(): LocalMessage[] {
    return [...this.locals.values()].filter(({ claimedBy }) => claimedBy === null);
  }

  /** Those that never reached the server, as far as is known, in order. */
  unreached(): LocalMessage[] {
    return this.unclaimed().filter(({ send }) => send.state === "failed" && send.problem === null);
  }

  /**
   * Finds the message that came back over the stream before its own answer did. One that the server refused can't be
   * it.
   */
  match(row: Message): LocalMessage | null {
    const isAlike = ({ content, replyTo, attachments, branchId, replaces }: LocalMessage) =>
      content === row.content && replyTo === row.replyTo && attachments.length === row.attachments.length && (branchId === row.branchId || replaces !== null);
    return this.unclaimed().find((local) => isAlike(local) && (local.send.state === "sending" || local.send.problem === null)) ?? null;
  }
}
