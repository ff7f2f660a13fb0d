import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedStream } from "./shared-stream";
import { FakePage } from "./testing/fake-page";
import { FakeServer } from "./testing/fake-server";
import { FakeBrowser } from "./testing/fake-tabs";

const projectId = "00000000-0000-7000-8000-00000000000a";
const [one, two] = ["00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"];

function setUp() {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const open = (sessionId: string | null = null) => {
    const page = new FakePage();
    const tabs = browser.open();
    const stream = new SharedStream({ sessionKey: "s", page, tabs, fetch: server.fetch, random: () => 1 });
    stream.subscribe(projectId, 0, { onEvent: () => {}, onReset: () => {} });
    const hide = stream.show({ projectId, sessionId, documentId: null });
    stream.start();
    return {
      stream,
      page,
      hide,
      kill: () => {
        browser.kill(tabs);
        stream.stop();
      },
    };
  };
  const told = () => server.told.at(-1)?.places.map(({ sessionId, visible }) => [sessionId, visible]);
  return { server, open, told };
}

const settle = (ms = 500) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("the places of a session's tabs", () => {
  it("are named when the stream opens, and told to it by its name", async () => {
    const { server, open } = setUp();
    open(one);
    await settle();
    expect(server.requests.map(({ sessions }) => sessions)).toEqual([one]);
    expect(server.told).toEqual([{ connection: "c1", places: [{ projectId, sessionId: one, documentId: null, visible: true }] }]);
  });

  it("are told again when a tab moves on, hides, comes back or closes, and once for several moves at a time", async () => {
    const { server, open, told } = setUp();
    const tab = open(one);
    await settle();
    tab.hide();
    tab.stream.show({ projectId, sessionId: null, documentId: null })();
    const leave = tab.stream.show({ projectId, sessionId: two, documentId: null });
    await settle();
    expect(server.told).toHaveLength(2);
    expect(told()).toEqual([[two, true]]);
    tab.page.change("hidden");
    await settle();
    expect(told()).toEqual([[two, false]]);
    tab.page.change("visible");
    await settle();
    expect(told()).toEqual([[two, true]]);
    leave();
    await settle();
    expect(told()).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it("are those of all the tabs, each once, and seen where one of them is seen", async () => {
    const { open, told } = setUp();
    const first = open(one);
    const second = open(one);
    const third = open(two);
    await settle();
    first.page.change("hidden");
    third.page.change("hidden");
    await settle();
    expect(told()).toEqual([[one, true], [two, false]]);
    second.kill();
    third.stream.stop();
    await settle(2_000);
    expect(told()?.filter(([sessionId]) => sessionId === two)).toEqual([]);
  });

  it("are told to each new connection, whichever tab has it", async () => {
    const { server, open, told } = setUp();
    const first = open(one);
    const second = open(two);
    await settle();
    server.cut();
    await settle(3_000);
    expect(server.told.at(-1)?.connection).toBe(`c${server.requests.length}`);
    expect(server.requests.at(-1)?.sessions).toBe(`${one},${two}`);
    first.kill();
    await settle(5_000);
    expect(server.told.at(-1)?.connection).toBe(`c${server.requests.length}`);
    expect(told()).toContainEqual([two, true]);
    second.stream.stop();
  });

  it("are told again when the telling broke", async () => {
    const { server, open, told } = setUp();
    server.placesDown = 2;
    open(one);
    await settle(500);
    expect(server.told).toEqual([]);
    await settle(5_000);
    expect(told()).toEqual([[one, true]]);
  });
});
