import type { ChatBranch, Message, MessagePage } from "@/lib/chat/schemas";
import type { Delta } from "./merge-message";
import { MessageList } from "./message-list";
import type { Author } from "./outbox";
import { PassedOver } from "./passed-over";
import { Edges } from "./thread-edges";
import { ThreadView } from "./thread-view";
import { TypingIndicators, type TypingPerson } from "./typing-indicators";

export type { ThreadItem } from "./message-list";

type StoreOptions = { sessionId: string; author: Author; page: MessagePage; activeBranchId?: string | null; branches?: readonly ChatBranch[] };

/**
 * The messages of one conversation as this tab knows them, whatever order pages, events, pieces of answers and answers
 * to requests come in. Of a conversation with branches it has one view. A deleted message stays, with `deletedAt` and
 * without text.
 */
export class ThreadStore extends MessageList {
  /** Called when something has to be read again; `takeStale` says what. */
  onStale: () => void = () => {};
  readonly edges: Edges;
  readonly view: ThreadView;
  private readonly stale = new Set<string>();
  private readonly typing = new TypingIndicators(() => this.listeners.tell("typing"));
  private readonly passedOver = new PassedOver();

  constructor({ sessionId, author, page, activeBranchId = page.branchId, branches = [] }: StoreOptions) {
    super(sessionId, author);
    this.edges = new Edges({ older: page.previousCursor, newer: page.nextCursor }, () => this.listeners.tell("edges"));
    this.view = new ThreadView({ branchId: page.branchId, activeBranchId }, branches, () => this.listeners.tell("view"));
    for (const row of page.items) this.put(row);
    this.reorder();
  }

  protected get branchId(): string | null {
    return this.view.branchId;
  }

  getTyping = (): readonly TypingPerson[] => this.typing.get();
  subscribeTyping = (listener: () => void) => this.listeners.add("typing", listener);
  getEdges = () => this.edges.get();
  subscribeEdges = (listener: () => void) => this.listeners.add("edges", listener);
  /** Hears of changes of the view and of the branches that are known. */
  subscribeView = (listener: () => void) => this.listeners.add("view", listener);

  /** Ids of the oldest and the newest message at hand, null when there is none. */
  get span(): { oldest: string; newest: string } | null {
    const [oldest, newest] = [this.ids[0], this.ids.at(-1)];
    return oldest !== undefined && newest !== undefined ? { oldest, newest } : null;
  }

  /** Ids of the messages at hand from this one on. */
  idsFrom(id: string): string[] {
    return this.ids.filter((one) => one >= id);
  }

  get hasStale(): boolean {
    return this.stale.size > 0;
  }

  /** Takes a message as the server has it, from wherever. */
  applyRow(row: Message): void {
    if (row.sessionId !== this.sessionId) return;
    if (!this.view.shows(row) || this.isOutside(row.id)) return this.passedOver.add(row.id, row);
    const isNew = this.put(row);
    if (!isNew) return;
    if (row.userId) this.typing.stop(row.userId);
    this.reorder();
  }

  applyDelta(delta: Delta): void {
    const message = this.rows.addDelta(delta);
    if (message) this.show(message);
  }

  /** The message changed in a way that has to be read. */
  markStale(id: string, branchId: string | null = this.branchId): void {
    const isElsewhere = !this.rows.has(id) && !this.view.shows({ id, branchId });
    if (isElsewhere || this.isOutside(id)) return this.passedOver.add(id, null);
    this.stale.add(id);
    this.onStale();
  }

  /** Answers that are being written have to be read. */
  markGrowing(): void {
    for (const id of this.ids) if (this.rows.get(id)?.status === "streaming") this.markStale(id);
  }

  /** What has to be read, which is then taken as being read. */
  takeStale(): string[] {
    const ids = [...this.stale];
    this.stale.clear();
    return ids;
  }

  /** Joins a page that was read from the cursor at one end. */
  addPage(page: MessagePage, side: "older" | "newer"): void {
    this.putAll(page.items);
    this.edges.change(side === "older" ? { older: page.previousCursor } : { newer: page.nextCursor });
    if (this.edges.newer === null && this.passedOver.newest > (this.span?.newest ?? "")) this.markStale(this.passedOver.newest);
  }

  /**
   * Joins the newest messages, read anew. If they don't reach down to those at hand (`joins`), what lies before them
   * is let go, so that there is no hole; scrolling up reads it again.
   */
  addNewest(items: readonly Message[], olderCursor: string | null, joins: boolean): void {
    const first = items[0]?.id;
    const reachesFurther = !this.span || (first !== undefined && first < this.span.oldest);
    if (!joins) this.forget(this.ids.filter((id) => first === undefined || id < first));
    this.putAll(items);
    this.edges.change({ newer: null, ...(!joins || reachesFurther ? { older: olderCursor } : {}) });
  }

  /**
   * Shows messages of this branch that were read anew, and nothing that was at hand before: it may have changed
   * unheard. The cursors lead on from both ends.
   */
  replace(items: readonly Message[], cursors: { older: string | null; newer: string | null }): void {
    const last = items.at(-1)?.id ?? "";
    const read = new Set(items.map(({ id }) => id));
    // Whatever follows messages that have reached the end came after they were read.
    this.forget(this.ids.filter((id) => !read.has(id) && (id <= last || cursors.newer !== null)));
    this.putAll(items);
    this.edges.change(cursors);
  }

  /** Shows a page from anywhere in a branch. What is at hand stays if it is seen there too and no hole lies between. */
  showPage(page: MessagePage): void {
    const isTurn = page.branchId !== this.branchId;
    if (isTurn) this.turnTo(page.branchId);
    const [first, last, span] = [page.items[0]?.id ?? "", page.items.at(-1)?.id ?? "", this.span];
    const touches = span !== null && first <= span.newest && last >= span.oldest;
    // Whatever follows a page that has reached the end came after it was read.
    if (!touches) this.forget(this.ids.filter((id) => id <= last || page.nextCursor !== null));
    const older = touches && span.oldest < first ? this.edges.older : page.previousCursor;
    const newer = touches && span.newest > last && !isTurn ? this.edges.newer : page.nextCursor;
    this.putAll(page.items);
    this.edges.change({ older, newer });
    if (isTurn) this.takePassedOver();
  }

  /** The server has the local message: `row` is it. One that took another's place has begun a branch, which is shown. */
  settleLocal(clientId: string, row: Message): void {
    const local = this.outbox.get(clientId);
    this.settle(clientId, row.id);
    if (local && local.replaces !== null && local.branchId === this.branchId && row.branchId !== null) this.begin(row.branchId, row, local.replaces);
    if (this.view.shows(row)) this.put(row);
    this.reorder();
  }

  setTyping(person: TypingPerson, state: "start" | "stop"): void {
    if (person.userId === this.author.id) return;
    if (state === "start") this.typing.start(person);
    else this.typing.stop(person.userId);
  }

  clearTyping(): void {
    this.typing.clear();
  }

  /** Turns to a new branch of which `first` is all so far. What was written after it here belongs to it as well. */
  private begin(branchId: string, first: Message, replaces: string): void {
    const before = this.branchId;
    const [parent] = this.view.versionsAt(replaces)?.all ?? [];
    const fork = parent ?? { branchId: this.rows.get(replaces)?.branchId ?? null, messageId: replaces };
    this.view.add([{ id: branchId, parentId: fork.branchId, forkMessageId: fork.messageId, firstMessageId: first.id, userId: first.userId, createdAt: first.createdAt }]);
    for (const local of this.outbox.unclaimed()) if (local.branchId === before) this.outbox.set({ ...local, branchId });
    this.turnTo(branchId);
    this.edges.change({ newer: null });
    this.takePassedOver();
  }

  /** Shows another branch; of what is at hand only that stays which is seen there too. */
  private turnTo(branchId: string | null): void {
    this.view.change({ branchId });
    this.forget(this.ids.filter((id) => !this.isSeen(id)));
  }

  private isSeen(id: string): boolean {
    const message = this.rows.get(id);
    return message !== undefined && this.view.shows(message);
  }

  /** What came for this branch while another was shown. */
  private takePassedOver(): void {
    for (const [id, row] of this.passedOver.take(() => true)) {
      if (row) this.applyRow(row);
      else this.markStale(id);
    }
  }

  private putAll(items: readonly Message[]): void {
    for (const row of items) this.put(row);
    this.reorder();
    // What came while the page was on its way is newer than it.
    for (const [id, row] of this.passedOver.take((one) => this.rows.has(one))) {
      if (row) this.put(row);
      else this.markStale(id);
    }
  }

  /** Those before the first are read when they are scrolled to, those after the last likewise. */
  private isOutside(id: string): boolean {
    const span = this.span;
    if (this.rows.has(id)) return false;
    if (this.edges.newer === null || (span && id < span.newest)) return this.edges.older !== null && span !== null && id < span.oldest;
    if (id > this.passedOver.newest) this.passedOver.newest = id;
    return true;
  }
}
