import type { Draft } from "./merge-draft";

/** After so long without a key the draft is kept (milliseconds). */
const idleMs = 1_000;

type Save = (draft: Draft, leaving: boolean) => Promise<unknown>;

/**
 * Keeps a draft on the server: when its writer rests, when they leave, and at once when it was sent or emptied. One
 * request is under way at a time, so that an older text never arrives last.
 */
export class DraftSaver {
  private readonly save: Save;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Draft | null = null;
  private saving = false;
  /** Whether the server has something that emptying must take away. */
  private isKept: boolean;

  constructor(save: Save, isKept: boolean) {
    this.save = save;
    this.isKept = isKept;
  }

  change(draft: Draft): void {
    this.waiting = draft;
    clearTimeout(this.timer);
    const isEmpty = draft.text.trim() === "";
    if (isEmpty && !this.isKept && !this.saving) this.waiting = null;
    else if (isEmpty) this.flush();
    else this.timer = setTimeout(() => this.flush(), idleMs);
  }

  /** The draft goes on in another tab: what waits here is out of date, and the server may have something by now. */
  giveWay(): void {
    clearTimeout(this.timer);
    this.waiting = null;
    this.isKept = true;
  }

  /** Keeps what waits now. `leaving`: the page may be gone before the answer comes. */
  flush(leaving = false): void {
    clearTimeout(this.timer);
    const draft = this.waiting;
    if (!draft || (this.saving && !leaving)) return;
    this.waiting = null;
    this.saving = true;
    this.save(draft, leaving)
      .then(
        () => {
          this.isKept = draft.text.trim() !== "";
        },
        // It is kept in this browser; the next change tries again.
        () => undefined,
      )
      .finally(() => {
        this.saving = false;
        if (this.waiting) this.change(this.waiting);
      });
  }
}
