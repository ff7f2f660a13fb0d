import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { a, setUp, settle } from "./testing/one-stream";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("an event stream that was cut off", () => {
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
});
