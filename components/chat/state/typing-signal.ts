/** Others forget after 6 s that somebody types; saying it every 3 s is enough (milliseconds). */
const repeatMs = 3_000;
const forgottenMs = 6_000;

/** Tells the others that one types: at most every 3 s, and that one stopped only if they still believe it. */
export class TypingSignal {
  private lastStart = -Infinity;
  private readonly tell: (state: "start" | "stop") => void;

  constructor(tell: (state: "start" | "stop") => void) {
    this.tell = tell;
  }

  start(): void {
    if (Date.now() - this.lastStart < repeatMs) return;
    this.lastStart = Date.now();
    this.tell("start");
  }

  stop(): void {
    if (Date.now() - this.lastStart < forgottenMs) this.tell("stop");
    this.lastStart = -Infinity;
  }

  /** The message itself says that the typing is over. */
  sent(): void {
    this.lastStart = -Infinity;
  }
}
