import type { ChatBranch, ChatSession, MessagePage } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { Listeners } from "./listeners";
import { readNewest, readPage, usualPage, type Place, type ThreadApi } from "./thread-reader";
import type { ThreadStore } from "./thread-store";

/** A message that the reader is to be brought to, or that couldn't be found or read. A new object for each wish. */
export type Jump = { messageId: string; state: "ready" | "missing" | "failed" };

type Branches = { items: ChatBranch[]; nextCursor: string | null };
const branchPage = 100;
/** Events come in bursts after a replay: what they name is read once (milliseconds). */
const gatherMs = 20;

/** Brings the part of a conversation to hand that the reader wants to see: further pages, a message, a branch. */
export class ThreadNavigator {
  private readonly client: ThreadApi;
  private readonly place: Place;
  private readonly store: ThreadStore;
  private readonly listeners = new Listeners();
  private jump: Jump | null = null;
  /** Counts the turns to another place, so that a late answer doesn't undo a later wish. */
  private turns = 0;
  /** The branch that is being read; undefined when the one that is shown is the right one. */
  private wanted: string | null | undefined;
  private refreshTimer: ReturnType<typeof setTimeout> | undefined;
  private mustRefresh = false;

  constructor(client: ThreadApi, place: Place, store: ThreadStore) {
    this.client = client;
    this.place = place;
    this.store = store;
  }

  /** The same object until there is another wish. */
  getJump = (): Jump | null => this.jump;
  subscribeJump = (listener: () => void) => this.listeners.add("jump", listener);

  /** Hears of branches, and of the conversation's going on in another. */
  handleEvent({ name, payload, thing }: ProjectEvent): void {
    if (payload["sessionId"] !== this.place.sessionId) return;
    if (name === "chat:branch:created") this.refreshSoon();
    if (name !== "chat:session:updated") return;
    // A live event carries the whole session; a replayed one names it.
    if (thing) this.setActive((thing as ChatSession).activeBranchId);
    else this.refreshSoon();
  }

  /** Reads the branches and which is active, once for several calls. */
  refreshSoon(): void {
    this.mustRefresh = true;
    clearTimeout(this.refreshTimer);
    this.refreshTimer = setTimeout(() => void this.refresh(), gatherMs);
  }

  /** Reads what could not be read before. */
  resume(): void {
    if (this.mustRefresh || this.wanted !== undefined) this.refreshSoon();
  }

  pause(): void {
    clearTimeout(this.refreshTimer);
  }

  /** Reads one page further. */
  async load(side: "older" | "newer"): Promise<void> {
    const flag = side === "older" ? "isLoadingOlder" : "isLoadingNewer";
    const { edges } = this.store;
    const cursor = edges[side];
    if (cursor === null || edges.get()[flag]) return;
    edges.change({ [flag]: true });
    try {
      const page = await this.read({ cursor, limit: usualPage });
      // A reset or a turn may have moved this end meanwhile: the page would not join.
      if (edges[side] === cursor) this.store.addPage(page, side);
    } finally {
      edges.change({ [flag]: false });
    }
  }

  /** Shows the end of the conversation, without what lies in between. */
  async toNewest(): Promise<void> {
    const turn = (this.turns += 1);
    const { branchId } = this.store.view;
    const { items, olderCursor } = await readNewest(this.client, this.place, this.store.view.name, null, 0);
    if (turn !== this.turns || branchId !== this.store.view.branchId) return;
    const { span } = this.store;
    const first = items[0]?.id;
    this.store.addNewest(items, olderCursor, !span || first === undefined || first <= span.newest);
  }

  /** Brings a message to hand, in its own branch if it isn't in the one that is shown. Failures are told as the jump. */
  async to(messageId: string): Promise<void> {
    const turn = (this.turns += 1);
    try {
      if (this.store.idOf(messageId) === null) {
        const page = await this.around(messageId);
        if (turn !== this.turns) return;
        this.wanted = undefined;
        this.store.showPage(page);
      }
      this.setJump({ messageId, state: "ready" });
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      // The server tells an id that is none from one that names nothing; both lead nowhere.
      const isMissing = error instanceof ApiError && error.problem.status < 500 && error.problem.status !== 429;
      if (turn === this.turns) this.setJump({ messageId, state: isMissing ? "missing" : "failed" });
    }
  }

  /** Shows another branch; null is the trunk. */
  async choose(branchId: string | null): Promise<void> {
    const turn = (this.turns += 1);
    this.wanted = branchId === this.store.view.branchId ? undefined : branchId;
    if (this.wanted === undefined) return;
    if (!this.store.view.knows(branchId)) await this.readBranches();
    const around = this.store.view.turningTo(branchId);
    const page = await readPage(this.client, this.place, { branch: branchId ?? "main", limit: usualPage, ...(around === null ? {} : { around }) });
    if (turn !== this.turns) return;
    this.wanted = undefined;
    this.store.showPage(page);
  }

  /** The conversation goes on in this branch: whoever was in the active one before comes along. */
  setActive(activeBranchId: string | null): void {
    const { view } = this.store;
    const before = view.get().activeBranchId;
    if (before === activeBranchId) return;
    const follows = (this.wanted === undefined ? view.branchId : this.wanted) === before;
    view.change({ activeBranchId });
    // What can't be read now is tried again when the server is there.
    if (follows) void this.choose(activeBranchId).catch(ignoreUnreachable);
  }

  private async refresh(): Promise<void> {
    const { projectId, sessionId } = this.place;
    try {
      await this.readBranches();
      this.setActive((await this.client.get<ChatSession>(api.chatSession(projectId, sessionId))).activeBranchId);
      this.mustRefresh = false;
      if (this.wanted !== undefined) await this.choose(this.wanted);
    } catch (error) {
      ignoreUnreachable(error);
    }
  }

  /** All branches, of which the page that the server rendered may have but the first. */
  private async readBranches(): Promise<void> {
    const { projectId, sessionId } = this.place;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Branches = await this.client.get<Branches>(api.sessionBranches(projectId, sessionId, { limit: branchPage, ...(cursor === undefined ? {} : { cursor }) }));
      this.store.view.add(page.items);
      cursor = page.nextCursor;
    }
  }

  private async around(messageId: string): Promise<MessagePage> {
    try {
      return await this.read({ around: messageId, limit: usualPage });
    } catch (error) {
      if (!(error instanceof ApiError && error.problem.status === 404)) throw error;
    }
    const page = await readPage(this.client, this.place, { around: messageId, limit: usualPage });
    if (!this.store.view.knows(page.branchId)) await this.readBranches();
    return page;
  }

  private read(page: { cursor?: string; around?: string; limit: number }): Promise<MessagePage> {
    return readPage(this.client, this.place, { ...page, branch: this.store.view.name });
  }

  private setJump(jump: Jump): void {
    this.jump = jump;
    this.listeners.tell("jump");
  }
}

/** Events and the next connection bring what couldn't be read. */
function ignoreUnreachable(error: unknown): void {
  if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
}
