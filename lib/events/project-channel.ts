import type { ProjectEvent } from "./catalogue";

export type EventListener = (event: ProjectEvent) => void;

/** How long a hole in the numbers may stay open before it is read from the database, in milliseconds. */
const holeMs = 50;

type Source = {
  readPosition: () => Promise<number>;
  /** Events after one number and up to another, in order, perhaps not all of them at once. */
  readBetween: (after: number, upTo: number) => Promise<ProjectEvent[]>;
  onError: (error: unknown) => void;
};

/**
 * The events of one project on their way to the streams open in this process. Transactions commit in the order of
 * their numbers but are published in any order, and the bus may lose a message: events wait for those before them,
 * and after 50 ms the missing ones are read with one query for all listeners.
 */
export class ProjectChannel {
  private readonly listeners = new Set<EventListener>();
  private readonly waiting = new Map<number, ProjectEvent>();
  private readonly source: Source;
  private opening: Promise<void> | null = null;
  private position = -1;
  /** The highest number heard of. */
  private heard = 0;
  private timer: NodeJS.Timeout | null = null;
  private filling = false;
  /** Listeners that wait for the first position: the channel must not be given up under them. */
  private joining = 0;

  constructor(source: Source) {
    this.source = source;
  }

  /** Adds a listener and gives the number after which it hears everything. */
  async add(listener: EventListener): Promise<number> {
    this.opening ??= this.source.readPosition().then((position) => {
      this.position = position;
      this.drain();
    });
    this.joining += 1;
    try {
      await this.opening;
      this.listeners.add(listener);
      this.drain();
      return this.position;
    } catch (error) {
      this.opening = null;
      throw error;
    } finally {
      this.joining -= 1;
    }
  }

  /** True when nobody listens or is about to. */
  isIdle(): boolean {
    return this.listeners.size === 0 && this.joining === 0;
  }

  remove(listener: EventListener): void {
    this.listeners.delete(listener);
    if (this.isIdle() && this.timer) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }

  push(event: ProjectEvent): void {
    if (event.seq === null) {
      this.tell(event);
      return;
    }
    if (this.position >= 0 && event.seq <= this.position) return;
    this.waiting.set(event.seq, event);
    this.noticed(event.seq);
  }

  /** There is an event of this number, whether or not it was seen. */
  noticed(seq: number): void {
    this.heard = Math.max(this.heard, seq);
    if (this.position >= 0) this.drain();
  }

  private drain(): void {
    for (;;) {
      const next = this.waiting.get(this.position + 1);
      if (!next) break;
      this.waiting.delete(this.position + 1);
      this.position += 1;
      this.tell(next);
    }
    for (const seq of this.waiting.keys()) if (seq <= this.position) this.waiting.delete(seq);
    // Nobody to tell: then nothing is read either, least of all over and over what can't be read.
    if (this.heard > this.position && !this.isIdle() && !this.timer && !this.filling) this.timer = setTimeout(() => void this.fill(), holeMs);
  }

  private async fill(): Promise<void> {
    this.timer = null;
    if (this.heard <= this.position) return;
    this.filling = true;
    try {
      for (const event of await this.source.readBetween(this.position, this.heard)) {
        if (event.seq !== null && !this.waiting.has(event.seq)) this.waiting.set(event.seq, event);
      }
    } catch (error) {
      this.source.onError(error);
    } finally {
      this.filling = false;
      this.drain();
    }
  }

  private tell(event: ProjectEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
