import type { TabLocks } from "./tab-channel";

/**
 * Which tab has the connection: the one that holds a lock. Others queue for it, so that the next one has it as soon
 * as the tab is closed or dies; one whose owner sleeps can also take it away.
 */
export class Ownership {
  private readonly locks: TabLocks;
  private readonly name: string;
  private readonly onOwn: () => void;
  private readonly onLose: () => void;
  private queue: AbortController | null = null;
  private release: (() => void) | null = null;
  private closed = false;

  constructor(options: { locks: TabLocks; name: string; onOwn: () => void; onLose: () => void }) {
    this.locks = options.locks;
    this.name = options.name;
    this.onOwn = options.onOwn;
    this.onLose = options.onLose;
    this.enqueue();
  }

  /** Takes the lock from whoever has it. */
  steal(): void {
    if (this.release || this.closed) return;
    this.queue?.abort();
    this.queue = null;
    this.request({ steal: true });
  }

  /** Gives the lock or the place in the queue up. */
  close(): void {
    this.closed = true;
    this.queue?.abort();
    this.release?.();
    this.release = null;
  }

  private enqueue(): void {
    const queue = new AbortController();
    this.queue = queue;
    this.request({ signal: queue.signal });
  }

  private request(options: { steal?: boolean; signal?: AbortSignal }): void {
    let release: (() => void) | null = null;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (this.closed) return resolve();
        release = resolve;
        this.release = resolve;
        this.queue = null;
        this.onOwn();
      });
    this.locks.request(this.name, options, hold).catch(() => {
      // Either this tab left the queue itself, or the lock that it held was taken from it.
      if (!release || this.release !== release || this.closed) return;
      this.release = null;
      this.onLose();
      this.enqueue();
    });
  }
}
