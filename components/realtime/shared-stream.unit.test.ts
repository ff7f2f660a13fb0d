import { mostProjects } from "@/lib/realtime/schemas";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedStream } from "./shared-stream";
import { mostServed } from "./tab-needs";
import { FakePage } from "./testing/fake-page";
import { FakeServer } from "./testing/fake-server";
import { FakeBrowser } from "./testing/fake-tabs";
import { randomFrom } from "./testing/random";

const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const [a, b] = [id(0xa), id(0xb)];
const lock = "stream:s";

const setUp = () => {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const open = (projects: Record<string, number>, { visible = true, shares = true } = {}) => {
    const page = new FakePage();
    page.visible = visible;
    const tabs = browser.open();
    const stream = new SharedStream({ sessionKey: "s", page, tabs: shares ? tabs : null, fetch: server.fetch, random: () => 1 });
    const seen: number[] = [];
    const passing: unknown[] = [];
    const notices: number[] = [];
    let resets = 0;
    const subscribe = (projectId: string, initialSeq: number) =>
      stream.subscribe(projectId, initialSeq, {
        onEvent: ({ seq, payload }) => (seq === null ? passing.push(payload) : seen.push(seq)),
        onReset: () => (resets += 1),
      });
    const leave = Object.entries(projects).map(([projectId, seq]) => subscribe(projectId, seq));
    stream.subscribeNotifications({ onNotification: ({ seq }) => notices.push(seq) });
    stream.start();
    return {
      stream, page, tabs, from: projects[a] ?? 0, seen, passing, notices, subscribe,
      unsubscribe: () => leave.forEach((undo) => undo()),
      resets: () => resets,
      state: () => stream.getState().name,
      owns: () => browser.holder(lock) === tabs,
      kill: () => {
        browser.kill(tabs);
        // What is gone has no timers and no connection.
        stream.stop();
      },
    };
  };
  return { server, browser, open };
};

const settle = (ms = 10) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("the stream that tabs share", () => {
  it("opens one connection for all and gives each tab every event once", async () => {
    const { server, open } = setUp();
    const tabs = [open({ [a]: 0 }), open({ [a]: 0 }), open({ [a]: 0 })];
    await settle();
    server.publish(a);
    server.broadcast(a, { text: "x" });
    server.publish(a);
    server.notify(1);
    await settle();
    expect(server.requests).toHaveLength(1);
    for (const tab of tabs) {
      expect(tab.seen).toEqual([1, 2]);
      expect(tab.passing).toEqual([{ text: "x" }]);
      expect(tab.notices).toEqual([1]);
      expect(tab.resets()).toBe(0);
      expect(tab.state()).toBe("live");
    }
  });

  it("opens anew from the cursor when a tab needs another project, and not when it needs less", async () => {
    const { server, open } = setUp();
    const first = open({ [a]: 0 });
    await settle();
    server.publish(a);
    for (let n = 0; n < 3; n += 1) server.publish(b);
    await settle();
    const second = open({ [b]: 2 });
    await settle();
    expect(server.requests.map(({ projects }) => projects)).toEqual([[a], [b, a]]);
    expect(server.requests[1]?.after).toBe(`p:${b}=2;p:${a}=1;u=0`);
    expect(second.seen).toEqual([3]);
    expect(first.seen).toEqual([1]);
    second.unsubscribe();
    await settle();
    server.publish(a);
    await settle();
    expect(first.seen).toEqual([1, 2]);
    expect(first.resets() + second.resets()).toBe(0);
    expect(server.requests).toHaveLength(2);
    expect(server.openConnections).toBe(1);
  });

  it("lets a page that was rendered before the stream's position read anew, and one of the present not", async () => {
    const { server, open } = setUp();
    open({ [a]: 0 });
    await settle();
    server.publish(a);
    server.publish(a);
    await settle();
    const old = open({ [a]: 1 });
    const present = open({ [a]: 2 });
    await settle();
    expect(old.resets()).toBe(1);
    expect(present.resets()).toBe(0);
    server.publish(a);
    await settle();
    expect([old.seen, present.seen]).toEqual([[3], [3]]);
    expect(old.resets()).toBe(1);
  });

  it("does the same for a component that comes later in the same tab", async () => {
    const { server, open } = setUp();
    const tab = open({ [a]: 0 });
    await settle();
    server.publish(a);
    await settle();
    for (const seq of [0, 1]) tab.subscribe(a, seq);
    await settle();
    expect(tab.resets()).toBe(1);
    server.publish(a);
    await settle();
    expect(tab.seen).toEqual([1, 2, 2, 2]);
  });

  it("passes to the next tab when the owner is closed", async () => {
    const { server, open } = setUp();
    const first = open({ [a]: 0 });
    const second = open({ [a]: 0 }, { visible: false });
    await settle();
    server.publish(a);
    await settle();
    first.stream.stop();
    server.publish(a);
    await settle();
    expect(second.owns()).toBe(true);
    expect(second.seen).toEqual([1, 2]);
    expect(second.state()).toBe("live");
    expect(server.openConnections).toBe(1);
  });

  it("survives an owner that dies before it passed an event on", async () => {
    const { server, open } = setUp();
    const first = open({ [a]: 0 });
    const second = open({ [a]: 0 });
    const third = open({ [a]: 0 });
    await settle();
    server.publish(a);
    await settle();
    second.tabs.loses = third.tabs.loses = ({ kind }) => kind === "event";
    server.publish(a);
    await settle();
    first.kill();
    second.tabs.loses = third.tabs.loses = () => false;
    server.publish(a);
    await settle();
    expect(second.owns()).toBe(true);
    for (const tab of [second, third]) {
      expect(tab.seen).toEqual([1, 2, 3]);
      expect(tab.resets()).toBe(0);
    }
  });

  it("is taken over by a visible tab when the owner sleeps, and the owner follows when it wakes", async () => {
    const { server, open } = setUp();
    const sleeper = open({ [a]: 0 }, { visible: false });
    const watcher = open({ [a]: 0 });
    const hidden = open({ [a]: 0 }, { visible: false });
    await settle();
    server.publish(a);
    await settle();
    sleeper.tabs.asleep = true;
    server.publish(a);
    await settle(2_000);
    expect(sleeper.owns()).toBe(true);
    await settle(3_000);
    expect(watcher.owns()).toBe(true);
    expect(hidden.owns()).toBe(false);
    server.publish(a);
    await settle();
    sleeper.tabs.wake();
    await settle();
    server.publish(a);
    await settle();
    for (const tab of [sleeper, watcher, hidden]) {
      expect(tab.seen).toEqual([1, 2, 3, 4]);
      expect(tab.resets()).toBe(0);
      expect(tab.state()).toBe("live");
    }
    expect(server.openConnections).toBe(1);
  });

  it("leaves the connection to a sleeping owner while nobody looks, and takes it when somebody does", async () => {
    const { open } = setUp();
    const sleeper = open({ [a]: 0 }, { visible: false });
    const other = open({ [a]: 0 }, { visible: false });
    await settle();
    sleeper.tabs.asleep = true;
    await settle(60_000);
    expect(sleeper.owns()).toBe(true);
    other.page.change("visible");
    await settle();
    expect(other.owns()).toBe(true);
    expect(other.state()).toBe("live");
  });

  it("reads anew in a tab that missed an event, also when no other follows", async () => {
    const { server, open } = setUp();
    open({ [a]: 0 });
    const holed = open({ [a]: 0 });
    const quiet = open({ [a]: 0 });
    await settle();
    holed.tabs.loses = ({ kind }) => kind === "event";
    quiet.tabs.loses = ({ kind }) => kind === "event" || kind === "beat";
    server.publish(a);
    await settle();
    holed.tabs.loses = () => false;
    quiet.tabs.loses = ({ kind }) => kind === "beat";
    await settle(1_000);
    expect([holed.resets(), quiet.resets()]).toEqual([1, 0]);
    server.publish(a);
    await settle();
    expect(holed.seen).toEqual([2]);
    expect(quiet.seen).toEqual([2]);
    expect([holed.resets(), quiet.resets()]).toEqual([1, 1]);
  });

  it("takes numbers that a member isn't shown for no hole", async () => {
    const { server, open } = setUp();
    const tabs = [open({ [a]: 0 }), open({ [a]: 0 })];
    await settle();
    server.publish(a);
    server.publish(a, { visible: false });
    server.heartbeat();
    await settle(1_500);
    server.publish(a);
    await settle();
    tabs[0]?.stream.stop();
    server.publish(a);
    await settle(1_500);
    expect(tabs[1]?.seen).toEqual([1, 3, 4]);
    expect(tabs[1]?.resets()).toBe(0);
  });

  it("passes a reset of the server's on to every tab", async () => {
    const { server, open } = setUp();
    const tabs = [open({ [a]: 0 }), open({ [a]: 0 })];
    await settle();
    server.mostReplayed = 0;
    server.cut();
    server.publish(a);
    await settle(500);
    server.publish(a);
    await settle();
    for (const tab of tabs) {
      expect(tab.resets()).toBe(1);
      expect(tab.seen).toEqual([2]);
    }
  });

  it("tells every tab the truth about the connection", async () => {
    const { server, open } = setUp();
    const tabs = [open({ [a]: 0 }), open({ [a]: 0 })];
    await settle();
    server.down = true;
    server.cut();
    await settle();
    expect(tabs.map((tab) => tab.state())).toEqual(["reconnecting", "reconnecting"]);
    server.down = false;
    await settle(250);
    server.script.push({ status: 401 });
    server.cut();
    await settle(10_000);
    tabs[0]?.stream.stop();
    await settle(10_000);
    expect(tabs[1]?.state()).toBe("signed-out");
    expect(server.openConnections).toBe(0);
  });

  it("shows a closed project as closed in its tab only", async () => {
    const { server, open } = setUp();
    const first = open({ [a]: 0 });
    const second = open({ [b]: 0 });
    await settle();
    server.closed.add(b);
    server.end({ reason: "not-a-member", projectId: b, retry: true });
    await settle(1_000);
    server.publish(a);
    await settle();
    expect([first.state(), second.state()]).toEqual(["live", "no-access"]);
    expect(first.seen).toEqual([1]);
    server.closed.delete(b);
    second.unsubscribe();
    await settle();
    second.subscribe(b, 0);
    await settle();
    expect(second.state()).toBe("live");
  });

  it("keeps the notifications when the only project is closed", async () => {
    const { server, open } = setUp();
    const tab = open({ [a]: 0 });
    await settle();
    server.closed.add(a);
    server.end({ reason: "not-a-member", projectId: a, retry: false });
    await settle();
    server.notify(1);
    await settle();
    expect(tab.state()).toBe("no-access");
    expect(tab.notices).toEqual([1]);
  });

  it("carries as many projects as the server allows, those that are looked at first", async () => {
    expect(mostServed).toBe(mostProjects);
    const { server, open } = setUp();
    const tabs = Array.from({ length: mostProjects + 1 }, (_, n) => open({ [id(n + 1)]: 0 }));
    await settle();
    expect(server.requests.at(-1)?.projects).toHaveLength(mostProjects);
    const out = tabs.filter((tab) => tab.state() !== "live");
    expect(out).toEqual([tabs[0]]);
    server.publish(id(1));
    out[0]?.page.change("visible");
    await settle(20);
    expect(out[0]?.state()).toBe("live");
    expect(out[0]?.seen).toEqual([1]);
  });

  it("uses a connection of its own where tabs can't share", async () => {
    const { server, open } = setUp();
    const tabs = [open({ [a]: 0 }, { shares: false }), open({ [a]: 0 }, { shares: false })];
    await settle();
    server.publish(a);
    await settle();
    expect(server.openConnections).toBe(2);
    for (const tab of tabs) expect(tab.seen).toEqual([1]);
    tabs[0]?.stream.stop();
    await settle();
    expect(server.openConnections).toBe(1);
  });

  it("gives the connection up when the page is put away, and catches up when it is taken out again", async () => {
    const { server, open } = setUp();
    const first = open({ [a]: 0 });
    const second = open({ [a]: 0 });
    await settle();
    first.page.change("hide");
    await settle();
    expect(second.owns()).toBe(true);
    server.publish(a);
    await settle();
    first.page.change("show");
    await settle();
    expect(first.resets()).toBe(1);
    server.publish(a);
    await settle();
    expect(first.seen).toEqual([2]);
    expect(second.seen).toEqual([1, 2]);
  });

  it("ends with no loss and no double whatever happens to the tabs", async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const random = randomFrom(seed);
      const { server, open } = setUp();
      const tabs = [open({ [a]: 0 }), open({ [a]: 0 }, { visible: false }), open({ [a]: 0 })];
      for (let step = 0; step < 40; step += 1) {
        const dice = random();
        const tab = tabs[Math.floor(random() * tabs.length)];
        if (dice < 0.5) server.publish(a, { visible: random() < 0.8 });
        else if (dice < 0.6) server.cut();
        else if (dice < 0.7) tab?.tabs.wake();
        else if (dice < 0.75 && tab && tabs.length > 2) tabs.splice(tabs.indexOf(tab), 1)[0]?.kill();
        else if (dice < 0.8 && tabs.length < 5) tabs.push(open({ [a]: server.head(a) }));
        else if (dice < 0.9 && tab) {
          tab.page.change("hidden");
          tab.tabs.asleep = true;
        } else tab?.page.change("visible");
        await settle(Math.floor(random() * 2_500));
      }
      for (const tab of tabs) tab.tabs.wake();
      tabs[0]?.page.change("visible");
      await settle(20_000);
      const last = server.publish(a);
      await settle(2_000);
      for (const tab of tabs) {
        expect(tab.seen, `seed ${seed}`).toEqual([...new Set(tab.seen)].sort((x, y) => x - y));
        expect(tab.seen.at(-1), `seed ${seed}`).toBe(last);
        const unseen = server.visibleAfter(a, tab.from).filter((seq) => tab.resets() === 0 && !tab.seen.includes(seq));
        expect(unseen, `seed ${seed}`).toEqual([]);
        expect(tab.state(), `seed ${seed}`).toBe("live");
      }
      expect(server.openConnections, `seed ${seed}`).toBe(1);
      for (const tab of tabs) tab.kill();
      await settle();
    }
  }, 20_000);
});
