import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { a, setUp, settle } from "./testing/open-tabs";
import { randomFrom } from "./testing/random";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("the ownership of the shared stream", () => {
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
