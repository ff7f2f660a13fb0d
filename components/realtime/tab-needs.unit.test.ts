import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedStream } from "./shared-stream";
import { FakePage } from "./testing/fake-page";
import { FakeServer } from "./testing/fake-server";
import { FakeBrowser } from "./testing/fake-tabs";

const settle = (ms = 10) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A browser whose tabs each show a project, all over the first one's connection. */
async function openTabs(...projectIds: string[]) {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const open = async (projectId: string) => {
    const tabs = browser.open();
    const stream = new SharedStream({ sessionKey: "s", page: new FakePage(), tabs, fetch: server.fetch, random: () => 1 });
    stream.subscribe(projectId, 0, { onEvent: () => undefined, onReset: () => undefined });
    stream.start();
    await settle();
    return {
      tabs,
      kill: () => {
        browser.kill(tabs);
        // What is gone has no timers.
        stream.stop();
      },
    };
  };
  const opened = [];
  for (const projectId of projectIds) opened.push(await open(projectId));
  return { open, opened, served: () => server.requests.at(-1)?.projects.toSorted() };
}

describe("what the tabs need", () => {
  it("is without a tab that died without a word, two minutes later", async () => {
    const { open, opened, served } = await openTabs("a", "b", "c");
    expect(served()).toEqual(["a", "b", "c"]);
    opened[1]?.kill();
    await settle(121_000);
    await open("d");
    expect(served()).toEqual(["a", "c", "d"]);
  });

  it("is again with a tab that was thought dead and only slept", async () => {
    const { open, opened, served } = await openTabs("a", "b");
    const sleeper = opened[1]?.tabs;
    if (sleeper) sleeper.asleep = true;
    await settle(121_000);
    await open("c");
    expect(served()).toEqual(["a", "c"]);
    sleeper?.wake();
    await settle();
    expect(served()).toEqual(["a", "b", "c"]);
  });
});
