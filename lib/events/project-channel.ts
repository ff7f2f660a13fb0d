import type { ProjectEvent } from "./catalogue";

/** `hasMore` is true when the next event follows at once, so that both may be written together. */
export type EventListener = (event: ProjectEvent, hasMore: boolean) => void;
/** The conversations that a listener shows; null for one that wants everything as it comes. */
export type Interest = ReadonlySet<string> | null;

/** How long a hole in the numbers may stay open before it is read from the database, in milliseconds. */
const holeMs = 50;
/** Listeners get what doesn't concern their conversations this often, and all of it together, in milliseconds. */
const gatherMs = 500;
/** So many listeners are told in one turn of the event loop: a thousand at once would keep all else waiting for 25 ms. */
const toldAtOnce = 100;

type Source = {
  readPosition: () => Promise<number>;
  /** Events after one number and up to another, in order, perhaps not all of them at once. */
  readBetween: (after: number, upTo: number) => Promise<ProjectEvent[]>;
  onError: (error: unknown) => void;
};
/** `reader` is whose stream it is, if it is somebody's; `heard` is the number of the last event that the listener got. */
type Listening = { listener: EventListener; interest: Interest; reader: string | null; heard: number };

/**
 * The events of one project on their way to the streams open in this process. Transactions commit in the order of
 * their numbers but are published in any order, and the bus may lose a message: events wait for those before them,
 * and after 50 ms the missing ones are read with one query for all listeners.
 *
 * Every listener gets every numbered event, in order. One that names its conversations gets what happens in them (and
 * whatever came before it) at once, and the rest at most 500 ms later: in a project of a thousand members, a message
 * costs twenty writes then and not a thousand. What isn't numbered and belongs to a conversation reaches only those
 * who show it; but somebody's own receipts reach all their streams, where unread messages are counted.
 */
export class ProjectChannel {
  private readonly listeners = new Map<EventListener, Listening>();
  /** Listeners by the conversations that they show, and those who want everything. */
  private readonly bySession = new Map<string, Set<Listening>>();
  private readonly ofAll = new Set<Listening>();
  private readonly byReader = new Map<string, Set<Listening>>();
  /** Events that came out of order. */
  private readonly waiting = new Map<number, ProjectEvent>();
  /** The events up to `position` that somebody hasn't heard yet, in order. */
  private gathered: ProjectEvent[] = [];
  private readonly source: Source;
  private opening: Promise<void> | null = null;
  private position = -1;
  /** The highest number heard of. */
  private noted = 0;
  private fillTimer: NodeJS.Timeout | null = null;
  private filling = false;
  private tellTimer: NodeJS.Timeout | null = null;
  private telling: NodeJS.Immediate | null = null;
  private toldAt = -Infinity;
  /** Listeners that wait for the first position: the channel must not be given up under them. */
  private joining = 0;

  constructor(source: Source) {
    this.source = source;
  }

  /** Adds a listener and gives the number after which it hears everything. */
  async add(listener: EventListener, interest: Interest = null, reader: string | null = null): Promise<number> {
    this.opening ??= this.source.readPosition().then((position) => {
      this.position = position;
      this.drain();
    });
    this.joining += 1;
    try {
      await this.opening;
      const listening = { listener, interest, reader, heard: this.position };
      this.listeners.set(listener, listening);
      this.enlist(listening);
      this.drain();
      return this.position;
    } catch (error) {
      this.opening = null;
      throw error;
    } finally {
      this.joining -= 1;
    }
  }

  /** The listener shows other conversations now. It first gets what was gathered, so that nothing of theirs is late. */
  setInterest(listener: EventListener, interest: Interest): void {
    const listening = this.listeners.get(listener);
    if (!listening) return;
    this.catchUp(listening);
    this.delist(listening);
    listening.interest = interest;
    this.enlist(listening);
  }

  /** Gives a listener what was gathered for it. */
  flush(listener: EventListener): void {
    const listening = this.listeners.get(listener);
    if (listening) this.catchUp(listening);
  }

  /** True when nobody listens or is about to. */
  isIdle(): boolean {
    return this.listeners.size === 0 && this.joining === 0;
  }

  remove(listener: EventListener): void {
    const listening = this.listeners.get(listener);
    if (listening) this.delist(listening);
    this.listeners.delete(listener);
    if (!this.isIdle()) return;
    if (this.fillTimer) clearTimeout(this.fillTimer);
    if (this.tellTimer) clearTimeout(this.tellTimer);
    if (this.telling) clearImmediate(this.telling);
    this.fillTimer = this.tellTimer = this.telling = null;
    this.gathered = [];
  }

  push(event: ProjectEvent): void {
    if (event.seq === null) {
      for (const { listener } of this.concerned(event)) listener(event, false);
      return;
    }
    if (this.position >= 0 && event.seq <= this.position) return;
    this.waiting.set(event.seq, event);
    this.noticed(event.seq);
  }

  /** There is an event of this number, whether or not it was seen. */
  noticed(seq: number): void {
    this.noted = Math.max(this.noted, seq);
    if (this.position >= 0) this.drain();
  }

  private drain(): void {
    for (;;) {
      const next = this.waiting.get(this.position + 1);
      if (!next) break;
      this.waiting.delete(this.position + 1);
      this.position += 1;
      this.gathered.push(next);
      for (const listening of this.concernedAtOnce(next)) this.catchUp(listening);
    }
    for (const seq of this.waiting.keys()) if (seq <= this.position) this.waiting.delete(seq);
    this.tellLater();
    // Nobody to tell: then nothing is read either, least of all over and over what can't be read.
    if (this.noted > this.position && !this.isIdle() && !this.fillTimer && !this.filling) this.fillTimer = setTimeout(() => void this.fill(), holeMs);
  }

  private async fill(): Promise<void> {
    this.fillTimer = null;
    if (this.noted <= this.position) return;
    this.filling = true;
    try {
      for (const event of await this.source.readBetween(this.position, this.noted)) {
        if (event.seq !== null && !this.waiting.has(event.seq)) this.waiting.set(event.seq, event);
      }
    } catch (error) {
      this.source.onError(error);
    } finally {
      this.filling = false;
      this.drain();
    }
  }

  /** After a quiet time at once (once this turn is over, in which more may come), otherwise with what is to come. */
  private tellLater(): void {
    if (this.tellTimer || this.telling || this.gathered.length === 0) return;
    if (this.ofAll.size === this.listeners.size) this.gathered = [];
    else this.tellTimer = setTimeout(() => this.tellAll(), Math.max(0, this.toldAt + gatherMs - performance.now()));
  }

  private tellAll(): void {
    this.tellTimer = null;
    this.toldAt = performance.now();
    this.tellSome(this.listeners.values(), this.position);
  }

  /** Everybody has heard of what came before `upTo` once all are told; the rest stays gathered. */
  private tellSome(listeners: MapIterator<Listening>, upTo: number): void {
    this.telling = null;
    for (let told = 0; told < toldAtOnce; told += 1) {
      const next = listeners.next();
      if (next.done) {
        this.gathered = this.gathered.slice(this.gathered.length - (this.position - upTo));
        return this.tellLater();
      }
      this.catchUp(next.value);
    }
    this.telling = setImmediate(() => this.tellSome(listeners, upTo));
  }

  private catchUp(listening: Listening): void {
    const first = this.position - this.gathered.length + 1;
    for (let seq = Math.max(first, listening.heard + 1); seq <= this.position; seq++) {
      const event = this.gathered[seq - first];
      listening.heard = seq;
      if (event) listening.listener(event, seq < this.position);
    }
  }

  private *concerned(event: ProjectEvent): Iterable<Listening> {
    const sessionId = sessionOf(event);
    if (sessionId === null) return yield* this.listeners.values();
    yield* this.concernedAtOnce(event);
    if (event.name !== "chat:read:receipt" || event.userId === null) return;
    for (const listening of this.byReader.get(event.userId) ?? []) if (listening.interest && !listening.interest.has(sessionId)) yield listening;
  }

  private *concernedAtOnce(event: ProjectEvent): Iterable<Listening> {
    yield* this.ofAll;
    const sessionId = sessionOf(event);
    if (sessionId !== null) yield* this.bySession.get(sessionId) ?? [];
  }

  private enlist(listening: Listening): void {
    if (listening.interest === null) this.ofAll.add(listening);
    for (const sessionId of listening.interest ?? []) enter(this.bySession, sessionId, listening);
    if (listening.reader !== null) enter(this.byReader, listening.reader, listening);
  }

  private delist(listening: Listening): void {
    this.ofAll.delete(listening);
    for (const sessionId of listening.interest ?? []) leave(this.bySession, sessionId, listening);
    if (listening.reader !== null) leave(this.byReader, listening.reader, listening);
  }
}

/** The conversation that an event belongs to, if any. */
export function sessionOf({ payload }: ProjectEvent): string | null {
  const { sessionId } = payload;
  return typeof sessionId === "string" ? sessionId : null;
}

function enter(index: Map<string, Set<Listening>>, key: string, listening: Listening): void {
  const known = index.get(key) ?? new Set();
  index.set(key, known.add(listening));
}

function leave(index: Map<string, Set<Listening>>, key: string, listening: Listening): void {
  const known = index.get(key);
  known?.delete(listening);
  if (known?.size === 0) index.delete(key);
}
