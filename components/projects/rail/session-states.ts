import type { Message, SessionState } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";

/** What a row of the rail shows beside a conversation's title. */
export type RowState = {
  /** Messages of others that the reader hasn't seen; `mostUnread` stands for that many and more. */
  unread: number;
  pinned: boolean;
  hasDraft: boolean;
  /** Whether an answer is being written in it. */
  isAnswering: boolean;
};

/** The server counts no further. */
export const mostUnread = 100;

type Known = {
  pinned: boolean;
  hasDraft: boolean;
  readUpTo: string | null;
  /** Unread messages when the state was read; which ones they are isn't known. */
  before: number;
  /** Ids of unread messages that have come since, oldest first. */
  since: string[];
  /** Ids of answers under way. */
  answering: Set<string>;
};

/**
 * What the conversations are to the reader, from the server's states and the events after them. Ids rise in time, so
 * a receipt for one message is one for all before it.
 */
export class SessionStates {
  private readonly userId: string;
  private readonly known = new Map<string, Known>();
  private readonly rows = new Map<string, RowState>();
  private readonly listeners = new Set<() => void>();
  private pinnedIds: ReadonlySet<string> | null = null;

  constructor(userId: string, states: readonly SessionState[]) {
    this.userId = userId;
    for (const state of states) this.put(state);
  }

  /** Begins again with states that were read anew. */
  reset(states: readonly SessionState[]): void {
    this.known.clear();
    this.rows.clear();
    this.pinnedIds = null;
    for (const state of states) this.put(state);
    for (const listener of this.listeners) listener();
  }

  /** A conversation's row; the same object until something of it changes. */
  get(sessionId: string): RowState {
    const made = this.rows.get(sessionId);
    if (made) return made;
    const known = this.known.get(sessionId);
    const row = known ? { unread: Math.min(mostUnread, known.before + known.since.length), pinned: known.pinned, hasDraft: known.hasDraft, isAnswering: known.answering.size > 0 } : plain;
    this.rows.set(sessionId, row);
    return row;
  }

  /** The conversations that the reader keeps at hand. The same set until something changes. */
  pinned = (): ReadonlySet<string> => (this.pinnedIds ??= new Set([...this.known].filter(([, { pinned }]) => pinned).map(([sessionId]) => sessionId)));

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Whether there is something unread anywhere but in one conversation. */
  hasUnread(but: string | null): boolean {
    return [...this.known.keys()].some((sessionId) => sessionId !== but && this.get(sessionId).unread > 0);
  }

  /**
   * Takes an event.
   * @returns the conversation whose count can't be told from it, so that its state has to be read anew; or null
   */
  hear({ name, userId, payload, thing }: ProjectEvent): string | null {
    const sessionId = String(payload["sessionId"] ?? "");
    const messageId = String(payload["messageId"] ?? "");
    if (name === "chat:message:received") this.receive(sessionId, messageId, payload["role"] === "user" && userId === this.userId, payload["role"] === "assistant");
    else if (name === "chat:message:updated") return this.update(sessionId, messageId, payload["status"], payload["deleted"] === true, thing as Message | undefined);
    else if (name === "chat:read:receipt" && payload["userId"] === this.userId) return this.read(sessionId, messageId);
    else if (name === "chat:session:deleted") this.endAnswers(sessionId);
    return null;
  }

  /** Takes a state that was read anew. */
  take(state: SessionState): void {
    this.put(state);
    this.changed(state.sessionId);
  }

  setPinned(sessionId: string, pinned: boolean): void {
    this.of(sessionId).pinned = pinned;
    this.pinnedIds = null;
    this.changed(sessionId);
  }

  setDraft(sessionId: string, hasDraft: boolean): void {
    if (this.get(sessionId).hasDraft === hasDraft) return;
    this.of(sessionId).hasDraft = hasDraft;
    this.changed(sessionId);
  }

  private receive(sessionId: string, messageId: string, isOwn: boolean, isAnswer: boolean): void {
    const known = this.of(sessionId);
    const isRead = known.readUpTo !== null && messageId <= known.readUpTo;
    if (!isOwn && !isRead && !known.since.includes(messageId)) known.since.push(messageId);
    if (isAnswer) known.answering.add(messageId);
    this.changed(sessionId);
  }

  private update(sessionId: string, messageId: string, status: unknown, isDeleted: boolean, message: Message | undefined): string | null {
    const known = this.known.get(sessionId);
    const isUnderWay = !isDeleted && message?.role !== "user" && (status === "streaming" || status === "queued");
    if (isUnderWay) this.of(sessionId).answering.add(messageId);
    else known?.answering.delete(messageId);
    const wasSince = known?.since.includes(messageId) ?? false;
    if (known && wasSince && isDeleted) known.since = known.since.filter((id) => id !== messageId);
    this.changed(sessionId);
    return isDeleted && !wasSince && known !== undefined && known.before > 0 ? sessionId : null;
  }

  private read(sessionId: string, messageId: string): string | null {
    const known = this.of(sessionId);
    if (known.readUpTo !== null && messageId <= known.readUpTo) return null;
    const first = known.since[0];
    known.readUpTo = messageId;
    known.since = known.since.filter((id) => id > messageId);
    // Whoever has read one that came since has read all from before.
    const isUnclear = known.before > 0 && (first === undefined || messageId < first);
    if (!isUnclear) known.before = 0;
    this.changed(sessionId);
    return isUnclear ? sessionId : null;
  }

  /** Everything else comes back with the conversation, if that does. */
  private endAnswers(sessionId: string): void {
    this.known.get(sessionId)?.answering.clear();
    this.changed(sessionId);
  }

  private put({ sessionId, unread, readUpTo, pinned, draft }: SessionState): void {
    const answering = this.known.get(sessionId)?.answering ?? new Set();
    this.pinnedIds = null;
    this.known.set(sessionId, { pinned, hasDraft: draft.trim() !== "", readUpTo, before: unread, since: [], answering });
  }

  private of(sessionId: string): Known {
    const known = this.known.get(sessionId) ?? { pinned: false, hasDraft: false, readUpTo: null, before: 0, since: [], answering: new Set() };
    this.known.set(sessionId, known);
    return known;
  }

  private changed(sessionId: string): void {
    this.rows.delete(sessionId);
    for (const listener of this.listeners) listener();
  }
}

const plain: RowState = { unread: 0, pinned: false, hasDraft: false, isAnswering: false };
