import type { Message } from "@/lib/chat/schemas";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { largestPage, readMessage, readNewest, readPage, type Place, type ThreadApi } from "./thread-reader";
import type { ThreadStore } from "./thread-store";

/** Events come in bursts after a replay: one request for all of them (milliseconds). */
const gatherMs = 20;
/** A growing answer is stored twice a second, so reading it more often shows nothing new. */
const pauseMs = 500;
const retryMs = 3_000;
/** By then a piece of an answer that passed by unheard is stored. */
const storedMs = 1_000;
/** These answers don't change by asking again. */
const final = [401, 403, 404];

/** What was read anew, and the cursors that lead on from it. */
type Part = { items: readonly Message[]; older: string | null; newer: string | null };

/** Reads again what events couldn't tell: single messages, or after a reset what is in view. */
export class ThreadRefresher {
  private readonly client: ThreadApi;
  private readonly place: Place;
  private readonly store: ThreadStore;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private growingTimer: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private mustReadAll = false;
  private lastRead = 0;
  private viewTop: string | null = null;

  constructor(client: ThreadApi, place: Place, store: ThreadStore) {
    this.client = client;
    this.place = place;
    this.store = store;
    store.onStale = () => this.schedule();
  }

  /** The oldest message in view, which a reset reads again; null at the end of those at hand. */
  setViewTop(id: string | null): void {
    this.viewTop = id;
  }

  /** Everything shown has to be read anew. */
  reset(): void {
    this.mustReadAll = true;
    this.schedule();
  }

  /**
   * Reads answers in the middle of their writing, once. Pieces of them have no number and aren't replayed: the next one
   * shows that some are missing, but a model that pauses sends none for a while.
   */
  readGrowing(): void {
    clearTimeout(this.growingTimer);
    this.growingTimer = setTimeout(() => this.store.markGrowing(), storedMs);
  }

  /** Reads what has become stale meanwhile. */
  resume(): void {
    if (this.mustReadAll || this.store.hasStale) this.schedule();
  }

  /** Stops for now; what is stale stays so. */
  pause(): void {
    clearTimeout(this.timer);
    clearTimeout(this.growingTimer);
    this.timer = undefined;
  }

  private schedule(least = 0): void {
    if (this.isReading || (this.timer !== undefined && least === 0)) return;
    clearTimeout(this.timer);
    const wait = Math.max(gatherMs, least, this.lastRead + pauseMs - Date.now());
    this.timer = setTimeout(() => void this.run(), wait);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.isReading = true;
    const ids = this.store.takeStale();
    const all = this.mustReadAll;
    this.mustReadAll = false;
    let retryIn: number | null = null;
    try {
      if (all) await this.readAnew();
      else if (ids.length > 1 && this.store.edges.newer === null) await this.readAll(ids);
      else await this.readEach(ids);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      retryIn = error instanceof ApiError && final.includes(error.problem.status) ? null : retryMs;
      if (retryIn !== null) {
        this.mustReadAll ||= all;
        for (const id of ids) this.store.markStale(id);
      }
    } finally {
      this.lastRead = Date.now();
      this.isReading = false;
    }
    if (retryIn !== null) this.schedule(retryIn);
    else this.resume();
  }

  /** Reads single messages: one alone, or those in the middle of a long conversation, far from its newest page. */
  private async readEach(ids: string[]): Promise<void> {
    for (const id of ids) {
      try {
        this.store.applyRow(await readMessage(this.client, this.place, id));
      } catch (error) {
        if (!(error instanceof ApiError) || error.problem.status !== 404) throw error;
        this.store.forget([id]);
      }
    }
  }

  /** Reads the newest messages down to all of these in one go. */
  private async readAll(ids: string[]): Promise<void> {
    const { span, view } = this.store;
    const { branchId } = view;
    const downTo = [...ids, ...(span ? [span.newest] : [])].toSorted()[0] ?? null;
    const { items, olderCursor, joins } = await readNewest(this.client, this.place, view.name, downTo, downTo === null ? 0 : this.store.idsFrom(downTo).length);
    // Another branch was turned to meanwhile, and read then.
    if (branchId !== view.branchId) return;
    if (this.store.edges.newer === null) return this.store.addNewest(items, olderCursor, joins);
    // So was another part of this one: what is still at hand of these is read by itself.
    for (const id of ids) this.store.markStale(id);
  }

  /** Reads what is in view, and at the end of the conversation all after it. Everything else is let go. */
  private async readAnew(): Promise<void> {
    const { view, edges } = this.store;
    const [branchId, place] = [view.branchId, this.inView];
    const part = edges.newer === null ? await this.readEnd(place) : await this.readAround(place);
    const isElsewhere = this.inView !== null && this.inView !== place && !holds(part, this.inView);
    // The reader went there meanwhile, and what is there may have been read before the reset.
    if (branchId !== view.branchId || isElsewhere) this.mustReadAll = true;
    else this.store.replace(part.items, { older: part.older, newer: part.newer });
  }

  /** A message where the reader is. */
  private get inView(): string | null {
    return this.viewTop ?? this.store.span?.newest ?? null;
  }

  private async readEnd(downTo: string | null): Promise<Part> {
    const { items, olderCursor } = await readNewest(this.client, this.place, this.store.view.name, downTo, downTo === null ? 0 : this.store.idsFrom(downTo).length);
    return { items, older: olderCursor, newer: null };
  }

  private async readAround(messageId: string | null): Promise<Part> {
    if (messageId === null) return this.readEnd(null);
    try {
      const { items, previousCursor, nextCursor } = await readPage(this.client, this.place, { branch: this.store.view.name, around: messageId, limit: largestPage });
      return { items, older: previousCursor, newer: nextCursor };
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status !== 404) throw error;
      return this.readEnd(null);
    }
  }
}

/** Whether a message is among these, or comes after them at the end. */
const holds = ({ items, newer }: Part, messageId: string): boolean => items.some(({ id }) => id === messageId) || (newer === null && messageId > (items.at(-1)?.id ?? ""));
