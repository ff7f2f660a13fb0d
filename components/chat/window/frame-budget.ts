/** Rows that are mounted in one frame, at least and at most. */
const smallest = 1;
const largest = 6;
/** Frames that take longer than this make the next ones smaller, quick ones make them larger (milliseconds). */
const slow = 40;
const quick = 20;
/** Nothing was drawn for a while: that says nothing of how long drawing takes. */
const rest = 1_000;

/** How many rows the next frame may mount, by how long the last ones took. */
export class FrameBudget {
  private rows = smallest;
  private last = 0;

  /** @param now when the frame begins, as requestAnimationFrame tells it */
  next(now: number): number {
    const took = now - this.last;
    this.last = now;
    if (took > slow && took < rest) this.rows = Math.max(smallest, this.rows - 1);
    else if (took < quick) this.rows = Math.min(largest, this.rows + 1);
    return this.rows;
  }
}
