import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { a, b, setUp, settle } from "./testing/one-stream";

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
