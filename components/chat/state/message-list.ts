import type { Message } from "@/lib/chat/schemas";
import type { Problem } from "@/lib/core/problems";
import { Listeners } from "./listeners";
import { MessageKeys } from "./message-keys";
import { MessageRows } from "./message-rows";
import { Outbox, toMessage, type Author, type LocalMessage, type SendState } from "./outbox";

/** A message on screen. `key` stays the same from writing to storing; `send` is null for what the server has. */
export type ThreadItem = { key: string; message: Message; send: SendState | null };

/**
 * The messages on screen in their order: the server's, then one's own that it hasn't got. Each message is its own
 * snapshot, so that a token draws one message anew.
 */
export abstract class MessageList {
  readonly outbox = new Outbox();
  readonly sessionId: string;
  protected readonly author: Author;
  protected readonly listeners = new Listeners();
  protected readonly rows = new MessageRows((id) => this.markStale(id));
  /** Ids of the messages at hand in the order of the conversation, which is that of their ids. */
  protected ids: string[] = [];
  private readonly keys = new MessageKeys();
  private readonly items = new Map<string, ThreadItem>();
  private order: readonly string[] = [];

  constructor(sessionId: string, author: Author) {
    this.sessionId = sessionId;
    this.author = author;
  }

  /** The message has to be read again. */
  abstract markStale(id: string): void;
  /** The branch that is shown. */
  protected abstract get branchId(): string | null;

  /** Keys of the messages on screen, oldest first; the same array until it changes. */
  getOrder = (): readonly string[] => this.order;
  subscribeOrder = (listener: () => void) => this.listeners.add("order", listener);
  /** The message of a key; the same object until it changes. */
  getItem = (key: string): ThreadItem | null => this.items.get(key) ?? null;
  subscribeItem = (key: string, listener: () => void) => this.listeners.add(`item ${key}`, listener);

  /** The id of the message with this key, null for one that the server hasn't got. */
  idOf(key: string): string | null {
    const id = this.keys.idOf(key);
    return this.rows.has(id) ? id : null;
  }

  /** The id of the last message up to this key that the server has: one's own may stand below it, unsent. */
  lastIdUpTo(key: string): string | null {
    for (let index = this.order.lastIndexOf(key); index >= 0; index -= 1) {
      const id = this.idOf(this.order[index] ?? "");
      if (id !== null) return id;
    }
    return null;
  }

  /** The key under which a message is on screen. */
  keyOf(id: string): string {
    return this.keys.keyOf(id);
  }

  /** Lets messages go that the server no longer has, or that are too far away. */
  forget(ids: readonly string[]): void {
    const gone = new Set(ids);
    for (const id of gone) {
      this.rows.delete(id);
      this.items.delete(this.keys.keyOf(id));
    }
    this.ids = this.ids.filter((id) => !gone.has(id));
    this.reorder();
  }

  /** Puts a message of one's own at the end, or changes what became of it. */
  setLocal(local: LocalMessage): void {
    this.outbox.set(local);
    if (local.claimedBy !== null) return;
    this.items.set(local.clientId, { key: local.clientId, message: toMessage(local, this.sessionId, this.author), send: local.send });
    this.listeners.tell(`item ${local.clientId}`);
    this.reorder();
  }

  /** The message wasn't accepted, or nothing is known of it. */
  failLocal(clientId: string, problem: Problem | null): void {
    const local = this.outbox.get(clientId);
    if (!local) return;
    // Nobody answered, but it came back over the stream: it arrived.
    if (local.claimedBy && problem === null) return this.outbox.remove(clientId);
    if (local.claimedBy) this.unclaim(clientId, local.claimedBy);
    this.setLocal({ ...local, claimedBy: null, send: { state: "failed", problem } });
  }

  /** The server has the message, which comes by itself or is here already. */
  dropLocal(clientId: string): void {
    if (this.outbox.get(clientId)?.claimedBy) this.outbox.remove(clientId);
    else this.removeLocal(clientId);
  }

  removeLocal(clientId: string): void {
    this.outbox.remove(clientId);
    this.items.delete(clientId);
    this.reorder();
  }

  /** The local message is this one of the server's, and is put under its key. */
  protected settle(clientId: string, id: string): void {
    const claimedBy = this.outbox.get(clientId)?.claimedBy;
    if (claimedBy && claimedBy !== id) this.unclaim(clientId, claimedBy);
    this.outbox.remove(clientId);
    this.bind(id, clientId);
  }

  /** @returns whether the message wasn't at hand */
  protected put(row: Message): boolean {
    const isNew = !this.rows.has(row.id);
    if (isNew) {
      this.ids.push(row.id);
      this.claim(row);
    }
    this.show(this.rows.put(row));
    return isNew;
  }

  protected show(message: Message): void {
    const key = this.keys.keyOf(message.id);
    if (this.items.get(key)?.message === message) return;
    this.items.set(key, { key, message, send: null });
    this.listeners.tell(`item ${key}`);
  }

  protected reorder(): void {
    this.ids.sort();
    const locals = this.outbox.unclaimed().filter(({ branchId }) => branchId === this.branchId);
    // What takes the place of a message stands there at once, and nothing of the other version after it.
    const end = locals.flatMap(({ replaces, send }) => (replaces === null || isRefused(send) ? [] : [replaces])).toSorted()[0];
    const ids = end === undefined ? this.ids : this.ids.filter((id) => id < end);
    const order = [...ids.map((id) => this.keys.keyOf(id)), ...locals.map(({ clientId }) => clientId)];
    if (order.length === this.order.length && order.every((key, index) => key === this.order[index])) return;
    this.order = order;
    this.listeners.tell("order");
  }

  /** What looked like the local message on the stream was another. */
  private unclaim(clientId: string, id: string): void {
    this.keys.unbind(id, clientId);
    const message = this.rows.get(id);
    if (message) this.show(message);
  }

  private bind(id: string, key: string): void {
    if (this.keys.keyOf(id) !== key) this.items.delete(id);
    this.keys.bind(id, key);
  }

  private claim(row: Message): void {
    if (row.role !== "user" || row.userId !== this.author.id || this.keys.keyOf(row.id) !== row.id) return;
    const local = this.outbox.match(row);
    if (!local) return;
    this.outbox.set({ ...local, claimedBy: row.id });
    this.bind(row.id, local.clientId);
  }
}

const isRefused = (send: SendState): boolean => send.state === "failed" && send.problem !== null;
