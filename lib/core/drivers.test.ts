import { randomUUID } from "node:crypto";
import { Redis } from "@upstash/redis";
import { afterAll, describe, expect, test } from "vitest";
import pino from "pino";
import type { BusMessage } from "./bus";
import { pack, postgresBus } from "./bus-postgres";
import { memoryCache, upstashCache, type Cache } from "./cache";
import { clock } from "./clock";
import { limits, memoryLimiter, requireLimit, takeLimit, upstashLimiter, type Limiter } from "./limits";

/** With a Redis behind Upstash's interface (as CI has), its drivers must keep the same contract. */
const url = process.env["UPSTASH_REDIS_REST_URL"];
const token = process.env["UPSTASH_REDIS_REST_TOKEN"];
const redis = url && token ? new Redis({ url, token, enableTelemetry: false }) : null;
const prefix = `test:${randomUUID()}:`;

const caches: [string, Cache][] = [["memory", memoryCache()], ...(redis ? [["Upstash", upstashCache(redis, prefix)] as [string, Cache]] : [])];
describe.each(caches)("a cache in %s", (_name, cache) => {
  test("gives back what was set, until it is dropped", async () => {
    await cache.set("a", { list: [1, "zwei", null] }, 60);
    await cache.set("b", "text", 60);
    expect([await cache.get("a"), await cache.get("b"), await cache.get("c")]).toEqual([{ list: [1, "zwei", null] }, "text", undefined]);
    await cache.drop(["a", "c"]);
    await cache.drop([]);
    expect([await cache.get("a"), await cache.get("b")]).toEqual([undefined, "text"]);
  });

  test("forgets after its lifetime", async () => {
    await cache.set("short", 1, 2);
    expect(await cache.get("short")).toBe(1);
    await expect.poll(() => cache.get("short")).toBe(undefined);
  });
});

const limiters: [string, Limiter][] = [["memory", memoryLimiter()], ...(redis ? [["Upstash", upstashLimiter(redis, prefix)] as [string, Limiter]] : [])];
describe.each(limiters)("a limiter in %s", (_name, limiter) => {
  test("counts each key by itself, also when asked at once", async () => {
    // A window of a day doesn't end while the test runs, whatever the hour but midnight; a fixed clock excludes that.
    const now = clock.now;
    clock.now = () => Date.UTC(2030, 0, 1, 12);
    try {
      const counts = await Promise.all(Array.from({ length: 10 }, () => limiter.hit("one", 86_400)));
      expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect((await limiter.hit("two", 86_400)).count).toBe(1);
      expect((await limiter.hit("two", 86_400)).resetSeconds).toBeLessThanOrEqual(86_400);
    } finally {
      clock.now = now;
    }
  });

  test("begins anew with the next window", async () => {
    const now = clock.now;
    let time = Date.UTC(2031, 0, 1);
    clock.now = () => time;
    try {
      expect((await limiter.hit("window", 60)).count).toBe(1);
      expect((await limiter.hit("window", 60)).count).toBe(2);
      time += 60_000;
      expect((await limiter.hit("window", 60)).count).toBe(1);
    } finally {
      clock.now = now;
    }
  });
});

test("all addresses of an IPv6 network count as one, and other networks apart", async () => {
  const remaining = async (address: string) => (await takeLimit("registration", address)).remaining;
  const { most } = limits.registration;
  expect([await remaining("2001:db8:1:2::1"), await remaining("2001:db8:1:2:ffff::7:8"), await remaining("2001:0DB8:1:2:3:4:5:6")]).toEqual([most - 1, most - 2, most - 3]);
  expect([await remaining("2001:db8:1:3::1"), await remaining("::1"), await remaining("203.0.113.7"), await remaining("203.0.113.8")]).toEqual([most - 1, most - 1, most - 1, most - 1]);
});

test("a limit that is used up is refused with the seconds to wait", async () => {
  const key = randomUUID();
  for (let i = 0; i < limits.registration.most; i++) await requireLimit("registration", key);
  await expect(requireLimit("registration", key)).rejects.toMatchObject({ code: "too-many-requests", details: { retryAfter: expect.any(Number) as number } });
});

test("an accelerator that doesn't answer costs nothing but speed", async () => {
  const dead = new Redis({ url: "http://127.0.0.1:9", token: "x", enableTelemetry: false, retry: { retries: 0 } });
  const cache = upstashCache(dead);
  await cache.set("a", 1, 60);
  expect(await cache.get("a")).toBe(undefined);
  expect((await upstashLimiter(dead).hit("a", 60)).count).toBe(1);
});

describe("the bus over PostgreSQL", () => {
  const log = pino({ level: "silent" });
  const [a, b] = [postgresBus("a", log), postgresBus("b", log)];
  afterAll(() => Promise.all([a.close(), b.close()]));

  test("hands messages to the other instances in order, and not to the sender", async () => {
    const heard: Record<"a" | "b", BusMessage[]> = { a: [], b: [] };
    a.subscribe((message) => heard.a.push(message));
    b.subscribe((message) => heard.b.push(message));
    await Promise.all([a.ready(), b.ready()]);
    const messages = Array.from({ length: 300 }, (_, i) => ({ topic: "event", key: `p=${i}`, body: { text: "ü".repeat(i) } }));
    await Promise.all([a.publish(messages.slice(0, 100)), a.publish(messages.slice(100))]);
    await expect.poll(() => heard.b.length).toBe(300);
    expect(heard.b).toEqual(messages);
    await b.publish([{ topic: "control", key: "", body: 1 }]);
    await expect.poll(() => heard.a).toEqual([{ topic: "control", key: "", body: 1 }]);
  });

  test("goes on after it was given nothing to hand on", async () => {
    const heard: BusMessage[] = [];
    b.subscribe((message) => heard.push(message));
    await Promise.all([a.ready(), b.ready()]);
    await a.publish([]);
    const message = { topic: "control", key: "", body: "after nothing" };
    await a.publish([message]);
    await expect.poll(() => heard).toContainEqual(message);
  });

  test("what may wait goes with what comes after it, in order, or by itself soon", async () => {
    const heard: unknown[] = [];
    b.subscribe(({ body }) => heard.push(body));
    await Promise.all([a.ready(), b.ready()]);
    const message = (body: string): BusMessage => ({ topic: "event", key: "p=", body });
    await a.publish([message("soon 1")], "soon");
    await a.publish([message("soon 2")], "soon");
    await a.publish([message("now")]);
    await a.publish([message("soon 3")], "soon");
    await expect.poll(() => heard).toEqual(["soon 1", "soon 2", "now", "soon 3"]);
  });

  test("whoever publishes waits for their own messages, however many others go on publishing", async () => {
    await Promise.all([a.ready(), b.ready()]);
    let isHandedOver = false;
    const message: BusMessage = { topic: "event", key: "p=", body: "one of many" };
    const rest: Promise<void>[] = [];
    void a.publish([message]).then(() => (isHandedOver = true));
    while (!isHandedOver && rest.length < 20_000) {
      rest.push(a.publish([message]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isHandedOver).toBe(true);
    await Promise.all(rest);
  });

  test("a message too large for a notification goes without its body", () => {
    const payloads = pack("x", [{ topic: "event", key: "p=1", body: "small" }, { topic: "event", key: "p=2", body: "x".repeat(9_000) }]);
    expect(payloads.every((payload) => Buffer.byteLength(payload) < 8_000)).toBe(true);
    expect(payloads.flatMap((payload) => (JSON.parse(payload) as { messages: BusMessage[] }).messages)).toEqual([
      { topic: "event", key: "p=1", body: "small" },
      { topic: "event", key: "p=2", body: null },
    ]);
  });
});
