import type { TabLocks, TabMessage, Tabs } from "../tab-channel";

type Request = { owner: FakeTabs; callback: () => Promise<void>; resolve: () => void; reject: (error: unknown) => void; stolen: boolean };

/** One browser: its locks and channels, shared by the tabs that a test opens in it. */
export class FakeBrowser {
  readonly tabs = new Set<FakeTabs>();
  private readonly held = new Map<string, Request>();
  private readonly queues = new Map<string, Request[]>();

  open(): FakeTabs {
    const tab = new FakeTabs(this);
    this.tabs.add(tab);
    return tab;
  }

  holder(name: string): FakeTabs | null {
    return this.held.get(name)?.owner ?? null;
  }

  request(owner: FakeTabs, name: string, options: { steal?: boolean; signal?: AbortSignal }, callback: () => Promise<void>): Promise<unknown> {
    return new Promise<void>((resolve, reject) => {
      const request: Request = { owner, callback, resolve, reject, stolen: false };
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      if (options.steal) {
        const held = this.held.get(name);
        this.held.delete(name);
        if (held) {
          held.stolen = true;
          held.reject(new DOMException("stolen", "AbortError"));
        }
        queue.unshift(request);
      } else queue.push(request);
      options.signal?.addEventListener("abort", () => {
        const index = queue.indexOf(request);
        if (index === -1) return;
        queue.splice(index, 1);
        reject(new DOMException("aborted", "AbortError"));
      });
      queueMicrotask(() => this.grant(name));
    });
  }

  /** The tab is gone without a word: its locks are free, and nothing of it is heard any more. */
  kill(tab: FakeTabs): void {
    this.tabs.delete(tab);
    for (const [name, queue] of this.queues) {
      this.queues.set(name, queue.filter((request) => request.owner !== tab));
      if (this.holder(name) === tab) this.held.delete(name);
      this.grant(name);
    }
  }

  private grant(name: string): void {
    if (this.held.has(name)) return;
    const next = this.queues.get(name)?.shift();
    if (!next) return;
    this.held.set(name, next);
    void next.callback().then(() => {
      if (next.stolen) return;
      next.resolve();
      if (this.held.get(name) === next) this.held.delete(name);
      this.grant(name);
    });
  }
}

/** One tab's view of its browser. */
export class FakeTabs implements Tabs {
  readonly locks: TabLocks;
  /** A tab that sleeps says nothing and keeps what it is told for later. */
  asleep = false;
  /** Loses the messages to it for which this is true. */
  loses: (message: TabMessage) => boolean = () => false;
  private readonly browser: FakeBrowser;
  private readonly channels = new Map<string, (message: TabMessage) => void>();
  private inbox: (() => void)[] = [];
  private outbox: (() => void)[] = [];

  constructor(browser: FakeBrowser) {
    this.browser = browser;
    this.locks = { request: (name, options, callback) => browser.request(this, name, options, callback) };
  }

  openChannel = (name: string, onMessage: (message: TabMessage) => void) => {
    this.channels.set(name, onMessage);
    return {
      post: (message: TabMessage) => {
        const copy = structuredClone(message);
        const send = () => {
          if (!this.browser.tabs.has(this)) return;
          for (const tab of this.browser.tabs) if (tab !== this) tab.deliver(name, copy);
        };
        if (this.asleep) this.outbox.push(send);
        else send();
      },
      close: () => void this.channels.delete(name),
    };
  };

  wake(): void {
    this.asleep = false;
    for (const run of [...this.inbox, ...this.outbox]) run();
    this.inbox = [];
    this.outbox = [];
  }

  private deliver(name: string, message: TabMessage): void {
    if (this.loses(message)) return;
    const run = () => queueMicrotask(() => this.browser.tabs.has(this) && this.channels.get(name)?.(structuredClone(message)));
    if (this.asleep) this.inbox.push(run);
    else run();
  }
}
