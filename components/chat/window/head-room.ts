/** Room above the rows while there are more to be read, in CSS pixels: what a fast reader passes without a pause. */
export const roomForMore = 30_000;
/** A browser that doesn't say when scrolling has ended has ended it when it was still for so long (milliseconds). */
const stillMs = 1_500;

/**
 * Keeps the height of what lies above the reader while they scroll, whatever comes there: pages that are put before
 * and rows that turn out higher or lower take from the room above them or add to it. Chromium animates a wheel's
 * scrolling, and browsers on telephones a finger's, towards a distance from the top, and would leap by the difference.
 */
export class HeadRoom {
  private readonly outer: HTMLElement;
  private readonly inner: HTMLElement;
  private readonly wanted: () => number;
  private height: number;
  private room: number;
  private isMoving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param outer has the room and, at its lower end, `inner`
   * @param wanted the room while nothing moves
   */
  constructor(outer: HTMLElement, inner: HTMLElement, wanted: () => number) {
    this.outer = outer;
    this.inner = inner;
    this.wanted = wanted;
    this.height = heightOf(inner);
    // The server, which knows no heights, wrote the room as a padding.
    this.room = heightOf(outer) - this.height;
    outer.style.paddingTop = "0";
    this.apply();
  }

  /** What is inside may have another height, of which so much is `below` what is read; all of it at the end. */
  changed(below: number | "all"): void {
    const height = heightOf(this.inner);
    const change = height - this.height;
    if (change === 0) return;
    this.height = height;
    if (this.isMoving && below !== "all") this.room -= change - below;
    this.apply();
    if (!this.isMoving) this.rest();
  }

  /** The view moves. */
  moves(): void {
    this.isMoving = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), stillMs);
  }

  /** The view has come to rest. Whoever has come beyond the rows is back at the first. */
  rest(): void {
    clearTimeout(this.timer);
    this.isMoving = false;
    if (this.room === this.wanted()) return;
    this.room = 0;
    this.apply();
    // Read, so that the place is put right before there is room again.
    void this.outer.offsetHeight;
    this.room = this.wanted();
    this.apply();
  }

  private apply(): void {
    this.outer.style.height = `${this.height + this.room}px`;
  }
}

const heightOf = (element: HTMLElement): number => element.getBoundingClientRect().height;
