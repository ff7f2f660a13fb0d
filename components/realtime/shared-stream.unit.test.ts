import { mostProjects } from "@/lib/realtime/schemas";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mostServed } from "./tab-needs";
import { a, b, id, setUp, settle } from "./testing/open-tabs";

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
});
