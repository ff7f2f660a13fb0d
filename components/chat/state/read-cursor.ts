import { ApiError, ConnectionError } from "@/lib/http/client";

/** How far a reader has come is told at most this often (milliseconds). */
const leastMs = 2_000;
/** The more people read along, the rarer each tells it: about one receipt a second for one conversation. */
const receiptsPerMs = 1 / 1_000;

/** Tells the server how far the reader has read: only forwards, not often, and the last of it on leaving. */
export class ReadCursor {
  private peopleHere = 1;
  private reached: string;
  private told: string;
  private lastTold = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly tell: (messageId: string, isLeaving: boolean) => Promise<unknown>;

  /** `tell` sends the id of the last message read, also while the page is being left. */
  constructor(readUpTo: string | null, tell: (messageId: string, isLeaving: boolean) => Promise<unknown>) {
    this.reached = this.told = readUpTo ?? "";
    this.tell = tell;
  }

  /** The last message that was read, or "". */
  get position(): string {
    return this.reached;
  }

  /** Says how many people have the conversation open, the reader included. */
  setPeopleHere(count: number): void {
    this.peopleHere = count;
  }

  reach(messageId: string): void {
    if (messageId <= this.reached) return;
    this.reached = messageId;
    this.schedule();
  }

  /** Tells at once what hasn't been told, because the page may be gone in a moment. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.reached !== this.told) void this.send(true);
  }

  private schedule(): void {
    if (this.timer !== undefined || this.reached === this.told) return;
    const pause = Math.max(leastMs, this.peopleHere / receiptsPerMs);
    // All who read along get a message in the same moment: where they are many, they don't all answer at once.
    const spread = Math.random() * (pause - leastMs);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.send(false);
    }, Math.max(spread, this.lastTold + pause - Date.now()));
  }

  private async send(isLeaving: boolean): Promise<void> {
    const before = this.told;
    const messageId = this.reached;
    this.told = messageId;
    this.lastTold = Date.now();
    try {
      await this.tell(messageId, isLeaving);
    } catch (error) {
      // What the server refuses stays refused; what didn't reach it is told with the next step, or on leaving.
      if (error instanceof ApiError) return;
      if (!(error instanceof ConnectionError)) throw error;
      if (this.told === messageId) this.told = before;
    }
  }
}
