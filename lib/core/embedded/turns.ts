/**
 * Who may use the backend: one at a time, first come, first served. A turn lasts from a client's first message to
 * ReadyForQuery outside a transaction.
 */
export class Turns<Who> {
  private holder: Who | undefined;
  private readonly queue: { who: Who; since: number; begin: () => void }[] = [];

  get current(): Who | undefined {
    return this.holder;
  }

  /** When the one who waits longest began to wait, in milliseconds of `performance.now()`. */
  get waitingSince(): number | undefined {
    return this.queue[0]?.since;
  }

  /** Resolves when it is `who`'s turn; at once when it already is. */
  async take(who: Who): Promise<void> {
    if (this.holder === who) return;
    if (this.holder === undefined) {
      this.holder = who;
      return;
    }
    await new Promise<void>((begin) => this.queue.push({ who, since: performance.now(), begin }));
  }

  /** Ends `who`'s turn. The next begins after pending input was read, so that a row of turns can't starve the sockets. */
  end(who: Who): void {
    if (this.holder !== who) return;
    const next = this.queue.shift();
    this.holder = next?.who;
    if (next) setImmediate(next.begin);
  }
}
