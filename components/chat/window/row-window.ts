import { findKeptRows } from "./kept-rows";
import { FrameBudget } from "./frame-budget";
import { HeadRoom, roomForMore } from "./head-room";
import { firstInView, holdRow, lastInView, movedBy, type HeldPlace } from "./held-place";
import { RowHeights } from "./row-heights";
import { isWithin, rowsAround, rowsInView, stepTowards, translateIndex, type RowRange } from "./row-range";

/** How near to the end counts as being there, in CSS pixels. */
const near = 64;
/** Rows are mounted before they come into view and stay for a while after it, in CSS pixels. */
const margin = 900;
const keepMargin = 1_300;
/** Which rows are mounted: a range of `keys`, and further ones that must not go. */
export type Mounted = { keys: readonly string[]; range: RowRange; kept: readonly string[] };

/** What is on the page: the keys of all rows, where each stands in them, and the range that is mounted. */
type Drawn = { keys: readonly string[]; indexes: ReadonlyMap<string, number>; range: RowRange; kept: readonly string[]; isWhole: boolean; hasMoreAbove: boolean };
type Align = "start" | "center";
type Show = { key: string; align: Align; done: (row: HTMLElement) => void };

/** Before the next frame is painted, because rows in view are missing; with the rest of an event; or when there is time. */
export type Urgency = "frame" | "event" | "idle";

type Changes = {
  onMounted: (mounted: Mounted, urgency: Urgency) => void;
  onAtEnd: (atEnd: boolean) => void;
};

/** Told the first row in view, null at the end, and the last. */
export type OnView = (first: string | null, last: string | null) => void;

/**
 * Mounts the rows of a long list that are in view or near it, and keeps what is read where it is. The scroller is a
 * column in reverse: it stands at its end before any script runs, its `scrollTop` is 0 there and negative above, and
 * what changes its height above the view moves nothing. At the end the reader follows what is added; elsewhere the
 * element at the top of the view stays in its place, whatever changes around it.
 */
export class RowWindow {
  readonly heights: RowHeights;
  private readonly changes: Changes;
  private onView: OnView = () => undefined;
  private view: HTMLElement | null = null;
  private content: HTMLElement | null = null;
  private drawn: Drawn = { keys: [], indexes: new Map(), range: { start: 0, end: 0 }, kept: [], isWhole: true, hasMoreAbove: false };
  private readonly rows = new Map<string, HTMLElement>();
  private headRoom: HeadRoom | null = null;
  private observer: ResizeObserver | null = null;
  private held: HeldPlace | null = null;
  private isAtEnd = true;
  /** Where this put the view itself; the reader has moved when it is elsewhere. */
  private ownTop: number | null = null;
  private wantedShow: Show | null = null;
  /** The step that is being drawn. */
  private stepping: Mounted | null = null;
  private readonly budget = new FrameBudget();
  private frame = 0;

  constructor(estimate: (key: string) => number, changes: Changes) {
    this.heights = new RowHeights(estimate);
    this.changes = changes;
  }

  /** Follows the scroller, what is inside it, and the rows inside that. @returns how to end that */
  attach(view: HTMLElement, inside: HTMLElement, content: HTMLElement): () => void {
    this.view = view;
    this.content = content;
    const headRoom = (this.headRoom = new HeadRoom(inside, content, () => (this.drawn.hasMoreAbove ? roomForMore : 0)));
    const rest = (): void => headRoom.rest();
    // Reported after layout and before painting: what is put right here is never seen out of place.
    this.observer = new ResizeObserver((entries) => this.resized(entries));
    for (const element of [view, content, ...this.rows.values()]) this.observer.observe(element);
    view.addEventListener("scroll", this.scrolled, { passive: true });
    view.addEventListener("scrollend", rest);
    // Whoever has scrolled before the script was there isn't thrown back to the end.
    this.hold();
    return () => {
      view.removeEventListener("scroll", this.scrolled);
      view.removeEventListener("scrollend", rest);
      headRoom.rest();
      this.observer?.disconnect();
      this.observer = null;
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.stepping = null;
    };
  }

  /** To be given to each row as its ref; its key is in `data-key`. */
  row = (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined;
    const key = element.dataset["key"] ?? "";
    this.rows.set(key, element);
    this.observer?.observe(element);
    return () => {
      this.observer?.unobserve(element);
      if (this.rows.get(key) === element) this.rows.delete(key);
    };
  };

  /** The page has been drawn, by `mounted`, and may be out of its place until this has run. */
  drew(drawn: Drawn, mounted: Mounted, onView: OnView): void {
    const before = this.drawn;
    this.drawn = drawn;
    this.onView = onView;
    if (this.stepping === mounted) this.stepping = null;
    if (before.keys !== drawn.keys) this.follow(before);
    this.settle();
    if (this.wantedShow) this.show(this.wantedShow.key, this.wantedShow.align, this.wantedShow.done);
    this.schedule();
  }

  toEnd(): void {
    this.isAtEnd = true;
    this.held = null;
    const { keys, range } = this.drawn;
    if (range.end < keys.length) this.mount(rowsAround(keys.length - 1, keys.length, { before: this.height, after: 1 }, this.heightAt), "event");
    this.setTop(0);
    this.report();
  }

  /** Brings a row into view, wherever it is, and keeps it in its place; `done` is called when it is there. */
  show(key: string, align: Align, done: (row: HTMLElement) => void = () => undefined): void {
    this.wantedShow = { key, align, done };
    if (this.rows.has(key)) return this.showWanted();
    const { keys, indexes } = this.drawn;
    const index = indexes.get(key);
    if (index !== undefined) this.mount(rowsAround(index, keys.length, { before: this.height / 2, after: this.height }, this.heightAt), "event");
  }

  /** Where a row that is on the page begins, from the top of the view, in CSS pixels; null for one that isn't. */
  topOf(key: string): number | null {
    const row = this.rows.get(key);
    return row && this.view ? holdRow(this.view, row).top : null;
  }

  private get height(): number {
    return this.view?.clientHeight ?? 0;
  }

  private readonly heightAt = (index: number): number => this.heights.get(this.drawn.keys[index] ?? "");

  private readonly scrolled = (): void => {
    if (!this.view) return;
    this.headRoom?.moves();
    if (this.ownTop === null || Math.abs(this.view.scrollTop - this.ownTop) > 1) this.hold();
    this.schedule();
  };

  private resized(entries: readonly ResizeObserverEntry[]): void {
    for (const { target, borderBoxSize } of entries) {
      const key = target instanceof HTMLElement ? target.dataset["key"] : undefined;
      if (key !== undefined) this.heights.set(key, borderBoxSize[0]?.blockSize ?? 0);
    }
    this.settle();
    this.report();
    this.schedule();
  }

  /** Takes what is in view now as what the reader wants to keep there. */
  private hold(): void {
    if (!this.view || !this.content) return;
    this.ownTop = null;
    this.isAtEnd = this.drawn.isWhole && this.view.scrollTop > -near;
    this.held = this.isAtEnd ? null : firstInView(this.view, this.mountedRows());
    this.report();
  }

  private report(): void {
    if (!this.view) return;
    this.changes.onAtEnd(this.isAtEnd);
    this.onView(this.held?.key ?? null, lastInView(this.view, this.mountedRows()));
  }

  /** Puts what the reader keeps back into its place. */
  private settle(): void {
    if (!this.view) return;
    if (this.isAtEnd && !this.drawn.isWhole) this.hold();
    const moved = this.held ? movedBy(this.view, this.held) : null;
    this.headRoom?.changed(this.isAtEnd ? "all" : -(moved ?? 0));
    if (this.isAtEnd) return this.setTop(0);
    if (moved === null) this.hold();
    else if (Math.abs(moved) >= 0.5) this.setTop(this.view.scrollTop + moved);
  }

  private setTop(top: number): void {
    if (!this.view) return;
    if (this.view.scrollTop !== top) this.view.scrollTop = top;
    this.ownTop = this.view.scrollTop;
  }

  /** What is held may have gone from the list: what stands in its place now is put where it was. */
  private follow({ keys }: Drawn): void {
    if (!this.held || this.drawn.indexes.has(this.held.key) || !this.view) return;
    const index = translateIndex(keys.indexOf(this.held.key), keys, this.drawn.indexes);
    const row = this.rows.get(this.drawn.keys[Math.min(index, this.drawn.keys.length - 1)] ?? "");
    const { rowTop } = this.held;
    this.held = row ? { ...holdRow(this.view, row), rowTop, top: rowTop } : null;
  }

  private showWanted(): void {
    const row = this.wantedShow && this.rows.get(this.wantedShow.key);
    if (!this.wantedShow || !row || !this.view) return;
    const { align, done } = this.wantedShow;
    this.wantedShow = null;
    const room = this.height - row.getBoundingClientRect().height;
    // One that is higher than the view begins near its top.
    const offset = align === "center" && room > 0 ? room / 2 : Math.min(96, this.height / 6);
    this.setTop(this.view.scrollTop + holdRow(this.view, row).top - offset);
    this.isAtEnd = false;
    this.held = holdRow(this.view, row);
    this.report();
    this.schedule();
    done(row);
  }

  private mountedRows(): HTMLElement[] {
    // Everything inside that has a key is a row of this list.
    return [...(this.content?.children ?? [])].filter((child): child is HTMLElement => child instanceof HTMLElement && child.dataset["key"] !== undefined);
  }

  private schedule(): void {
    if (this.frame === 0 && this.view) this.frame = requestAnimationFrame(this.turn);
  }

  /** Once a frame while something moves: mounts what comes near, a few rows at a time. */
  private readonly turn = (now: number): void => {
    this.frame = 0;
    const most = this.budget.next(now);
    const { keys, indexes, range, kept } = this.drawn;
    const [first, last] = [this.rows.get(keys[range.start] ?? ""), this.rows.get(keys[range.end - 1] ?? "")];
    if (!this.view || !this.content || !first || !last) return;
    const origin = this.view.getBoundingClientRect().top;
    const span = { top: first.getBoundingClientRect().top - origin, bottom: last.getBoundingClientRect().bottom - origin };
    const within = (beyond: number): RowRange => rowsInView(range, span, { height: this.height, margin: beyond }, keys.length, this.heightAt);
    const visible = within(0);
    // Faster than the steps: what is in view comes before the next frame is painted, and the rest after it.
    const isShort = visible.start < range.start || visible.end > range.end;
    if (this.stepping && !isShort) return;
    const next = isShort ? stepTowards(range, visible, within(keepMargin), keys.length) : stepTowards(range, within(margin), within(keepMargin), most);
    if (next.start === range.start && next.end === range.end && kept.length === 0) return;
    const stays = findKeptRows(this.content, keys, (key) => indexes.get(key)).filter((key) => !isWithin(next, indexes.get(key)));
    if (next.start !== range.start || next.end !== range.end || stays.join() !== kept.join()) this.mount(next, isShort ? "frame" : "idle", stays);
  };

  private mount(range: RowRange, urgency: Urgency, kept: readonly string[] = this.drawn.kept): void {
    this.stepping = { keys: this.drawn.keys, range, kept };
    this.changes.onMounted(this.stepping, urgency);
  }
}
