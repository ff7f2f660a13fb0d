import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionState } from "./connection-state";
import { EventStream } from "./event-stream";
import { emptyPositions } from "./positions";
import { FakePage } from "./testing/fake-page";
import { FakeServer } from "./testing/fake-server";

const a = "00000000-0000-7000-8000-00000000000a";
const b = "00000000-0000-7000-8000-00000000000b";

const setUp = (projects: Record<string, number> = { [a]: 0 }) => {
  const server = new FakeServer();
  const page = new FakePage();
  const states: string[] = [];
  const seen: number[] = [];
  const resets: [string, number][] = [];
  const refused: string[] = [];
  const notices: number[] = [];
  let state: ConnectionState = { name: "connecting" };
  const positions = emptyPositions();
  for (const [projectId, seq] of Object.entries(projects)) positions.projects.set(projectId, { cursor: seq, heard: seq });
  const stream = new EventStream({
    positions,
    page,
    fetch: server.fetch,
    random: () => 1,
    sessionIds: () => [],
    handlers: {
      onConnected: () => {},
      onState: (next) => {
        state = next;
        states.push(next.name);
      },
      onEvent: ({ seq }) => seq !== null && seen.push(seq),
      onNotification: ({ seq }) => notices.push(seq),
      onReset: (...reset) => resets.push(reset),
      onRefused: (projectId) => refused.push(projectId),
    },
  });
  return { server, page, states, seen, resets, refused, notices, positions, stream, state: () => state };
};

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("the event stream", () => {
  it("becomes live and passes events on in order", async () => {
    const { server, stream, states, seen } = setUp();
    stream.open([a]);
    await settle();
    server.publish(a);
    server.publish(a);
    await settle();
    expect(states).toEqual(["connecting", "live"]);
    expect(seen).toEqual([1, 2]);
    stream.close();
  });

  it("begins where the page was rendered", async () => {
    const { server, stream, seen } = setUp({ [a]: 2 });
    for (let n = 0; n < 4; n += 1) server.publish(a);
    stream.open([a]);
    await settle();
    expect(server.requests[0]?.after).toBe(`p:${a}=2`);
    expect(seen).toEqual([3, 4]);
    stream.close();
  });

  it("comes back with the cursor and gets each event once", async () => {
    const { server, stream, seen, state } = setUp();
    stream.open([a]);
    await settle();
    server.publish(a);
    await settle();
    server.cut();
    server.publish(a);
    await settle();
    expect(state().name).toBe("reconnecting");
    await settle(250);
    server.publish(a);
    await settle();
    expect(state().name).toBe("live");
    expect(seen).toEqual([1, 2, 3]);
    stream.close();
  });

  it("misses nothing when it is cut off within a replay, although the server's cursor is at its end already", async () => {
    const { server, stream, seen } = setUp();
    for (let n = 0; n < 5; n += 1) server.publish(a);
    server.replayBreaksAfter = 2;
    stream.open([a]);
    await settle();
    expect(seen).toEqual([1, 2]);
    await settle(250);
    expect(server.requests.at(-1)?.after).toBe(`p:${a}=2;u=0`);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    stream.close();
  });

  it("learns from a heartbeat of numbers that it isn't shown", async () => {
    const { server, stream, positions } = setUp();
    stream.open([a]);
    await settle();
    server.publish(a);
    server.publish(a, { visible: false });
    await settle();
    expect(positions.projects.get(a)).toEqual({ cursor: 1, heard: 1 });
    server.heartbeat();
    await settle();
    expect(positions.projects.get(a)).toEqual({ cursor: 2, heard: 1 });
    server.cut();
    await settle(250);
    expect(server.requests.at(-1)?.after).toBe(`p:${a}=2;u=0`);
    stream.close();
  });

  it("waits twice as long after each failure, 10 s at most", async () => {
    const { server, stream } = setUp();
    server.down = true;
    stream.open([a]);
    await settle(60_000);
    const waits = server.requests.slice(1, 9).map(({ at }, index) => at - (server.requests[index]?.at ?? 0));
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    stream.close();
  });

  it("keeps waiting longer while a server ends every connection at once", async () => {
    const { server, stream } = setUp();
    stream.open([a]);
    for (let n = 0; n < 4; n += 1) {
      await settle();
      server.end({ reason: "shutdown", retry: true });
      await settle(250 * 2 ** n);
      expect(server.requests).toHaveLength(n + 2);
    }
    stream.close();
  });

  it("says since when it is cut off, however many tries fail", async () => {
    const { server, stream, state } = setUp();
    stream.open([a]);
    await settle();
    const since = Date.now();
    server.down = true;
    server.cut();
    await settle(20_000);
    expect(state()).toEqual({ name: "reconnecting", since });
    stream.close();
  });

  it("waits as long as the server asks for", async () => {
    const { server, stream } = setUp();
    server.script.push({ status: 503, headers: { "retry-after": "3" } });
    stream.open([a]);
    await settle(3_249);
    expect(server.requests).toHaveLength(1);
    await settle(1);
    expect(server.requests).toHaveLength(2);
    stream.close();
  });

  it("gives up a connection that says nothing for 35 s, and one that is never answered", async () => {
    const { server, stream, state } = setUp();
    stream.open([a]);
    await settle(34_000);
    server.heartbeat();
    await settle(34_000);
    expect(state().name).toBe("live");
    server.script.push("hang");
    await settle(1_000);
    expect(state().name).toBe("reconnecting");
    await settle(250);
    expect(server.requests).toHaveLength(2);
    await settle(36_000);
    expect(state().name).toBe("live");
    expect(server.openConnections).toBe(1);
    stream.close();
  });

  it("says that the network is gone, and comes back at once with it", async () => {
    const { server, page, stream, state } = setUp();
    stream.open([a]);
    await settle();
    server.down = true;
    page.change("offline");
    await settle(30_000);
    expect(state().name).toBe("offline");
    server.down = false;
    page.change("online");
    await settle();
    expect(state().name).toBe("live");
    stream.close();
  });

  it("tries at once when the page is looked at again", async () => {
    const { server, page, stream, state } = setUp();
    server.down = true;
    stream.open([a]);
    await settle(20_000);
    server.down = false;
    page.change("visible");
    await settle();
    expect(state().name).toBe("live");
    page.change("visible");
    await settle();
    expect(server.openConnections).toBe(1);
    stream.close();
  });

  it("stops when the session is over", async () => {
    const { server, page, stream, state } = setUp();
    server.script.push({ status: 401 });
    stream.open([a]);
    await settle(60_000);
    page.change("visible");
    page.change("online");
    await settle(60_000);
    expect(state()).toEqual({ name: "signed-out" });
    expect(server.requests).toHaveLength(1);
    stream.close();
  });

  it("stops when the server ends the stream of a session that is over, and returns after a restart", async () => {
    const { server, stream, state } = setUp();
    stream.open([a]);
    await settle();
    server.end({ reason: "shutdown", retry: true });
    await settle(250);
    expect(state().name).toBe("live");
    server.end({ reason: "signed-out", retry: false });
    await settle(60_000);
    expect(state().name).toBe("signed-out");
    expect(server.requests).toHaveLength(2);
    stream.close();
  });

  it.each([403, 404])("stops before the closed door of its only project (%i)", async (status) => {
    const { server, stream, state, refused } = setUp();
    server.script.push({ status });
    stream.open([a]);
    await settle(60_000);
    expect(state().name).toBe("no-access");
    expect(refused).toEqual([a]);
    expect(server.requests).toHaveLength(1);
    stream.close();
  });

  it("goes on without the one project that is closed", async () => {
    const { server, stream, state, refused } = setUp({ [a]: 0, [b]: 0 });
    server.closed.add(b);
    stream.open([a, b]);
    await settle(250);
    expect(refused).toEqual([b]);
    expect(server.requests.at(-1)?.projects).toEqual([a]);
    expect(state().name).toBe("live");
    server.end({ reason: "not-a-member", projectId: a, retry: false });
    await settle(60_000);
    expect(refused).toEqual([b, a]);
    expect(state().name).toBe("no-access");
    stream.close();
  });

  it("tells which project can't be replayed, and goes on after its head", async () => {
    const { server, stream, resets, seen } = setUp();
    server.mostReplayed = 2;
    for (let n = 0; n < 3; n += 1) server.publish(a);
    stream.open([a]);
    await settle();
    server.publish(a);
    await settle();
    expect(resets).toEqual([[a, 3]]);
    expect(seen).toEqual([4]);
    stream.close();
  });

  it("stays live while it opens for more projects, and tells each notification once", async () => {
    const { server, stream, states, notices, positions } = setUp();
    stream.open([a]);
    await settle();
    server.notify(1);
    await settle();
    positions.projects.set(b, { cursor: 0, heard: 0 });
    stream.open([a, b]);
    await settle();
    server.notify(1);
    server.notify(2);
    await settle(5_000);
    expect(notices).toEqual([1, 2]);
    expect(states.filter((name) => name !== "live")).toEqual(["connecting"]);
    expect(server.openConnections).toBe(1);
    stream.close();
    await settle();
    expect(server.openConnections).toBe(0);
  });

  it("says so when opening for more projects takes long", async () => {
    const { server, stream, state } = setUp();
    stream.open([a]);
    await settle();
    server.script.push("hang");
    stream.open([a, b]);
    await settle(1_999);
    expect(state().name).toBe("live");
    await settle(1);
    expect(state().name).toBe("reconnecting");
    stream.close();
  });
});
