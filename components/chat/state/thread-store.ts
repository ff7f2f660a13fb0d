import type { Message, MessagePage } from "@/lib/chat/schemas";
import type { Problem } from "@/lib/core/problems";
import { Listeners } from "./listeners";
import type { Delta } from "./merge-message";
import { MessageKeys } from "./message-keys";
import { MessageRows } from "./message-rows";
import { Outbox, toMessage, type Author, type LocalMessage, type SendState } from "./outbox";
import { Edges } from "./thread-edges";
import { TypingIndicators, type TypingPerson } from "./typing-indicators";

/** A message on screen. `key` stays the same from writing to storing; `send` is null for what the server has. */
export type ThreadItem = { key: string; message: Message; send: SendState | null };

/**
 * The messages of one conversation as this tab knows them, whatever order pages, events, pieces of answers and answers
 * to requests come in. Each message is its own snapshot, so that a token draws one message anew. A deleted message
 * stays, with `deletedAt` and without text.
 */
export class ThreadStore {
  /** Called when something has to be read again; `takeStale` says what. */
  onStale: () => void = () => {};
  readonly outbox = new Outbox();
  readonly edges: Edges;
  readonly sessionId: string;
  private readonly author: Author;
  private readonly rows = new MessageRows((id) => this.markStale(id));
  private readonly keys = new MessageKeys();
  /** Ids of the messages at hand in the order of the conversation, which is that of their ids. */
  private ids: string[] = [];
  private order: readonly string[] = [];
  private readonly items = new Map<string, ThreadItem>();
  private readonly stale = new Set<string>();
  private readonly listeners = new Listeners();
  private readonly typing = new TypingIndicators(() => this.listeners.tell("typing"));
  /** The newest message that was passed over because those before it aren't at hand. */
  private passedOver = "";

  constructor({ sessionId, author, page }: { sessionId: string; author: Author; page: MessagePage }) {
    this.sessionId = sessionId;
    this.author = author;
    this.edges = new Edges({ older: page.previousCursor, newer: page.nextCursor }, () => this.listeners.tell("edges"));
    for (const row of page.items) this.put(row);
    this.reorder();
  }

  /** Keys of the messages on screen, oldest first; the same array until it changes. */
  getOrder = (): readonly string[] => this.order;
  subscribeOrder = (listener: () => void) => this.listeners.add("order", listener);
  /** The message of a key; the same object until it changes. */
  getItem = (key: string): ThreadItem | null => this.items.get(key) ?? null;
  subscribeItem = (key: string, listener: () => void) => this.listeners.add(`item ${key}`, listener);
  getTyping = (): readonly TypingPerson[] => this.typing.get();
  subscribeTyping = (listener: () => void) => this.listeners.add("typing", listener);
  getEdges = () => this.edges.get();
  subscribeEdges = (listener: () => void) => this.listeners.add("edges", listener);

  /** Ids of the oldest and the newest message at hand, null when there is none. */
  get span(): { oldest: string; newest: string } | null {
    const [oldest, newest] = [this.ids[0], this.ids.at(-1)];
    return oldest !== undefined && newest !== undefined ? { oldest, newest } : null;
  }

  /** Ids of the messages at hand from this one on. */
  idsFrom(id: string): string[] {
    return this.ids.filter((one) => one >= id);
  }

  get hasStale(): boolean {
    return this.stale.size > 0;
  }

  /** The id of the message with this key, null for one that the server hasn't got. */
  idOf(key: string): string | null {
    const id = this.keys.idOf(key);
    return this.rows.has(id) ? id : null;
  }

  /** Takes a message as the server has it, from wherever. */
  applyRow(row: Message): void {
    if (row.sessionId !== this.sessionId || this.isOutside(row.id)) return;
    const isNew = this.put(row);
    if (!isNew) return;
    if (row.userId) this.typing.stop(row.userId);
    this.reorder();
  }

  applyDelta(delta: Delta): void {
    const message = this.rows.addDelta(delta);
    if (message) this.show(message);
  }

  /** The message changed in a way that has to be read. */
  markStale(id: string): void {
    if (this.isOutside(id)) return;
    this.stale.add(id);
    this.onStale();
  }

  /** Answers that are being written have to be read. */
  markGrowing(): void {
    for (const id of this.ids) if (this.rows.get(id)?.status === "streaming") this.markStale(id);
  }

  /** What has to be read, which is then taken as being read. */
  takeStale(): string[] {
    const ids = [...this.stale];
    this.stale.clear();
    return ids;
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

  /** Joins a page that was read from the cursor at one end. */
  addPage(page: MessagePage, side: "older" | "newer"): void {
    for (const row of page.items) this.put(row);
    this.reorder();
    this.edges.change(side === "older" ? { older: page.previousCursor } : { newer: page.nextCursor });
    if (this.edges.newer === null && this.passedOver > (this.span?.newest ?? "")) this.markStale(this.passedOver);
  }

  /**
   * Joins the newest messages, read anew. If they don't reach down to those at hand (`joins`), what lies before them
   * is let go, so that there is no hole; scrolling up reads it again.
   */
  addNewest(items: readonly Message[], olderCursor: string | null, joins: boolean): void {
    const first = items[0]?.id;
    const reachesFurther = !this.span || (first !== undefined && first < this.span.oldest);
    if (!joins) this.forget(this.ids.filter((id) => first === undefined || id < first));
    for (const row of items) this.put(row);
    this.reorder();
    this.edges.change({ newer: null, ...(!joins || reachesFurther ? { older: olderCursor } : {}) });
  }

  setTyping(person: TypingPerson, state: "start" | "stop"): void {
    if (person.userId === this.author.id) return;
    if (state === "start") this.typing.start(person);
    else this.typing.stop(person.userId);
  }

  clearTyping(): void {
    this.typing.clear();
  }

  /** Puts a message of one's own at the end, or changes what became of it. */
  setLocal(local: LocalMessage): void {
    this.outbox.set(local);
    if (local.claimedBy !== null) return;
    this.items.set(local.clientId, { key: local.clientId, message: toMessage(local, this.sessionId, this.author), send: local.send });
    this.listeners.tell(`item ${local.clientId}`);
    this.reorder();
  }

  /** The server has the message: `row` is it. */
  settleLocal(clientId: string, row: Message): void {
    const claimedBy = this.outbox.get(clientId)?.claimedBy;
    if (claimedBy && claimedBy !== row.id) this.unclaim(clientId, claimedBy);
    this.outbox.remove(clientId);
    this.bind(row.id, clientId);
    this.put(row);
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

  removeLocal(clientId: string): void {
    this.outbox.remove(clientId);
    this.items.delete(clientId);
    this.reorder();
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

  /** Those before the first are read when they are scrolled to, those after the last likewise. */
  private isOutside(id: string): boolean {
    const span = this.span;
    if (this.rows.has(id)) return false;
    if (this.edges.newer === null || (span && id < span.newest)) return this.edges.older !== null && span !== null && id < span.oldest;
    if (id > this.passedOver) this.passedOver = id;
    return true;
  }

  /** @returns whether the message wasn't at hand */
  private put(row: Message): boolean {
    const isNew = !this.rows.has(row.id);
    if (isNew) {
      this.ids.push(row.id);
      this.claim(row);
    }
    this.show(this.rows.put(row));
    return isNew;
  }

  private claim(row: Message): void {
    if (row.role !== "user" || row.userId !== this.author.id || this.keys.keyOf(row.id) !== row.id) return;
    const local = this.outbox.match(row);
    if (!local) return;
    this.outbox.set({ ...local, claimedBy: row.id });
    this.bind(row.id, local.clientId);
  }

  private show(message: Message): void {
    const key = this.keys.keyOf(message.id);
    if (this.items.get(key)?.message === message) return;
    this.items.set(key, { key, message, send: null });
    this.listeners.tell(`item ${key}`);
  }

  private reorder(): void {
    this.ids.sort();
    const order = [...this.ids.map((id) => this.keys.keyOf(id)), ...this.outbox.unclaimed().map(({ clientId }) => clientId)];
    if (order.length === this.order.length && order.every((key, index) => key === this.order[index])) return;
    this.order = order;
    this.listeners.tell("order");
  }
}
