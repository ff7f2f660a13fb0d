import { randomId } from "@/components/ui/random-id";
import { connecting, type ConnectionState } from "./connection-state";
import { EventStream } from "./event-stream";
import { Ownership } from "./ownership";
import { browserPage, type Page } from "./page";
import { PlaceTeller } from "./place-teller";
import { StreamView } from "./stream-view";
import type { NotificationListener, ProjectListener } from "./subscriptions";
import { browserTabs, type Beat, type OwnerMessage, type TabBody, type TabChannel, type TabMessage, type Tabs } from "./tab-channel";
import { TabNeeds, type Shown } from "./tab-needs";

/** How often the owner says that it lives. */
const beatMs = 1_000;
/** A visible tab waits this long for a sign of the owner before it takes the connection over. */
const ownerSilenceMs = 3_000;

type SharedStreamOptions = {
  /** Names the session, so that two people's tabs in one browser don't share. */
  sessionKey: string;
  page?: Page;
  /** Null gives the tab a connection of its own. */
  tabs?: Tabs | null;
  fetch?: typeof fetch;
  random?: () => number;
};

/**
 * One connection for all the tabs of a session, because a browser allows six per host. The tab that holds the lock
 * reads the stream and passes it on; the others follow, and each knows enough to go on with the stream itself.
 */
export class SharedStream {
  private readonly options: SharedStreamOptions;
  private readonly page: Page;
  private readonly tab = randomId();
  private readonly view = new StreamView();
  private readonly needs = new TabNeeds(this.view.subscriptions);
  private readonly teller: PlaceTeller;
  private channel: TabChannel | null = null;
  private ownership: Ownership | null = null;
  /** The connection itself, in the tab that owns it. */
  private stream: EventStream | null = null;
  private term = 0;
  private owner = "";
  private lastBeat = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private changeTimer: ReturnType<typeof setTimeout> | undefined;
  private unwatch: (() => void) | null = null;

  constructor(options: SharedStreamOptions) {
    this.options = options;
    this.page = options.page ?? browserPage;
    this.teller = new PlaceTeller(options.fetch ?? globalThis.fetch.bind(globalThis));
  }

  /** Joins the session's tabs. */
  start(): void {
    this.join();
    this.unwatch = this.page.watch((change) => {
      if (change === "hide") this.leave();
      else if (change === "show") this.join();
      else if (change === "visible" || change === "hidden") {
        this.announceSoon();
        if (this.channel) this.tick();
      }
    });
  }

  stop(): void {
    this.unwatch?.();
    this.leave();
  }

  /** Listens to a project whose shown state has everything up to the event number `initialSeq`. */
  subscribe(projectId: string, initialSeq: number, listener: ProjectListener): () => void {
    return this.announceUntil(this.view.subscribe(projectId, initialSeq, listener));
  }

  /** Says that this tab shows a conversation, a document or another page of a project, until what is returned is called. */
  show(place: Shown): () => void {
    return this.announceUntil(this.needs.show(place));
  }

  subscribeNotifications(listener: NotificationListener): () => void {
    return this.view.subscriptions.addNotifications(listener);
  }

  subscribeState(listener: () => void): () => void {
    return this.view.subscribeState(listener);
  }

  /** The state of the connection as it is for this tab; the same object until it changes. */
  getState(): ConnectionState {
    return this.view.getState();
  }

  private join(): void {
    if (this.timer !== undefined) return;
    this.lastBeat = Date.now();
    this.timer = setInterval(() => this.tick(), beatMs);
    const { tabs = browserTabs(), sessionKey } = this.options;
    if (!tabs) return this.own();
    const name = `stream:${sessionKey}`;
    this.channel = tabs.openChannel(name, (message) => this.receive(message));
    this.sayHello({ ask: true });
    this.ownership = new Ownership({ locks: tabs.locks, name, onOwn: () => this.own(), onLose: () => this.standBack() });
  }

  private leave(): void {
    for (const timer of [this.timer, this.changeTimer]) clearTimeout(timer);
    this.timer = undefined;
    this.close();
    this.post({ kind: "bye" });
    this.ownership?.close();
    this.ownership = null;
    this.channel?.close();
    this.channel = null;
    this.needs.forgetOthers();
    this.view.setBase(connecting);
  }

  private own(): void {
    // The clock makes it higher than the terms of owners that this tab never heard of.
    this.term = Math.max(this.term + 1, Date.now());
    this.owner = this.tab;
    const { base } = this.view;
    const ownerSlept = base.name === "live" && Date.now() - this.lastBeat > ownerSilenceMs;
    this.tellPlaces();
    this.stream = new EventStream({
      positions: this.view.positions,
      page: this.page,
      sessionIds: () => this.teller.sessionIds,
      fetch: this.options.fetch,
      random: this.options.random,
      state: ownerSlept ? { name: "reconnecting", since: this.lastBeat } : base,
      handlers: {
        onConnected: (connection) => this.teller.connected(connection),
        onState: (state) => {
          this.view.setBase(state);
          this.say(this.view.makeBeat());
        },
        onEvent: (event, after) => this.tell({ kind: "event", event, after }),
        onNotification: (notice) => this.tell({ kind: "notification", notice }),
        onReset: (projectId, head) => this.tell({ kind: "reset", projectId, head }),
        onRefused: (projectId) => {
          this.view.refuse(projectId);
          this.announceSoon();
        },
      },
    });
    this.serve(true);
  }

  /** The connection was taken away: this tab slept while it had it. */
  private standBack(): void {
    this.close();
    this.lastBeat = Date.now();
  }

  private close(): void {
    this.stream?.close();
    this.stream = null;
    this.teller.lost();
  }

  private tellPlaces(): void {
    this.teller.show(this.needs.places(this.page.isVisible()));
  }

  /** Opens the stream for what the tabs need, if that is more than it carries. */
  private serve(anew: boolean): void {
    const { view } = this;
    if (!this.stream || view.base.name === "signed-out") return;
    // A closed project that nobody shows any more is tried again when somebody does: it may have been opened.
    for (const projectId of view.refused) if (!this.needs.isNeeded(projectId)) view.refused.delete(projectId);
    const wanted = this.needs.wanted(view.refused);
    const hasGrown = wanted.some((projectId) => !view.served.includes(projectId));
    if (!anew && !hasGrown && view.base.name !== "no-access") return;
    view.serve(wanted, (projectId) => this.needs.lowest(projectId));
    this.stream.open(wanted);
    this.say(view.makeBeat());
  }

  private tick(): void {
    this.tellPlaces();
    if (this.stream && this.needs.shouldAsk(Date.now())) this.sayHello({ ask: true, isReply: true });
    if (this.stream) this.say(this.view.makeBeat());
    else if (this.page.isVisible() && Date.now() - this.lastBeat > ownerSilenceMs) this.ownership?.steal();
  }

  /** What a tab's components need changes several times in a row; the others hear of the outcome. */
  private announceSoon(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.changeTimer);
    this.changeTimer = setTimeout(() => {
      this.sayHello({ ask: false });
      this.tellPlaces();
      this.serve(false);
      this.view.updateState();
    }, 0);
  }

  /** Tells the others of what this tab needs now, and of its end. */
  private announceUntil(end: () => void): () => void {
    this.announceSoon();
    return () => {
      end();
      this.announceSoon();
    };
  }

  private sayHello({ ask, isReply = false }: { ask: boolean; isReply?: boolean }): void {
    const projects = this.needs.mine();
    const looks = this.page.isVisible() && !isReply;
    if (looks) this.needs.noteLook(projects);
    this.post({ kind: "hello", projects, places: this.needs.myPlaces(this.page.isVisible()), looks, ask });
  }

  private receive(message: TabMessage): void {
    if (message.kind === "bye") this.needs.forget(message.tab);
    else if (message.kind === "hello") {
      this.needs.hear(message.tab, message);
      if (message.ask) this.sayHello({ ask: false, isReply: true });
      if (!this.stream) return;
      this.tellPlaces();
      this.say(this.view.makeBeat());
      this.serve(false);
    } else {
      // Of two owners the later one counts.
      if (message.term < this.term || (message.term === this.term && message.tab < this.owner)) return;
      this.term = message.term;
      this.owner = message.tab;
      if (message.kind === "beat") this.lastBeat = Date.now();
      this.view.follow(message);
    }
  }

  /** To the other tabs and to this one. */
  private tell(message: Exclude<OwnerMessage, Beat>): void {
    this.say(message);
    this.view.pass(message);
  }

  private say(message: OwnerMessage): void {
    this.post({ ...message, term: this.term });
  }

  private post(body: TabBody): void {
    this.channel?.post({ ...body, tab: this.tab });
  }
}
