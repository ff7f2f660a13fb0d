import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ProjectEvent } from "./catalogue";
import { ProjectChannel, type EventListener, type Interest } from "./project-channel";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const event = (seq: number | null): ProjectEvent => ({ name: "chat:message:received", projectId: "p", seq, userId: null, at: "", payload: {} });

function setUp(position = 0) {
  const stored: ProjectEvent[] = [];
  const reads: [number, number][] = [];
  const errors: unknown[] = [];
  let failing = false;
  const channel = new ProjectChannel({
    readPosition: async () => position,
    readBetween: async (after, upTo) => {
      reads.push([after, upTo]);
      if (failing) throw new Error("no database");
      return stored.filter(({ seq }) => seq !== null && seq > after && seq <= upTo);
    },
    onError: (error) => void errors.push(error),
  });
  const heard: (number | null)[] = [];
  return { channel, stored, reads, errors, heard, fail: (value: boolean) => void (failing = value), listener: ({ seq }: ProjectEvent) => void heard.push(seq) };
}

test("events published out of order are heard in order", async () => {
  const { channel, heard, listener } = setUp();
  await channel.add(listener);
  for (const seq of [3, 1, 2, 5, 4]) channel.push(event(seq));
  expect(heard).toEqual([1, 2, 3, 4, 5]);
});

test("a hole is filled by one query after 50 ms, for all listeners, and nothing comes twice", async () => {
  const { channel, stored, reads, heard, listener } = setUp();
  await channel.add(listener);
  const second: (number | null)[] = [];
  await channel.add(({ seq }) => void second.push(seq));
  stored.push(event(1), event(2), event(3));
  channel.push(event(3));
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(50);
  expect(heard).toEqual([1, 2, 3]);
  expect(second).toEqual([1, 2, 3]);
  expect(reads).toEqual([[0, 3]]);
  channel.push(event(2));
  expect(heard).toEqual([1, 2, 3]);
});

test("a number heard of without its event is read", async () => {
  const { channel, stored, heard, listener } = setUp(6);
  expect(await channel.add(listener)).toBe(6);
  stored.push(event(7));
  channel.noticed(7);
  await vi.advanceTimersByTimeAsync(50);
  expect(heard).toEqual([7]);
});

test("a read that fails is tried again", async () => {
  const { channel, stored, errors, heard, fail, listener } = setUp();
  await channel.add(listener);
  stored.push(event(1));
  fail(true);
  channel.noticed(1);
  await vi.advanceTimersByTimeAsync(50);
  expect(errors).toHaveLength(1);
  fail(false);
  await vi.advanceTimersByTimeAsync(50);
  expect(heard).toEqual([1]);
});

test("what isn't numbered passes at once, and events before the position are not heard", async () => {
  const { channel, heard, listener } = setUp(4);
  await channel.add(listener);
  channel.push(event(null));
  channel.push(event(4));
  channel.push(event(5));
  expect(heard).toEqual([null, 5]);
});

test("events that come while the position is read are neither lost nor doubled", async () => {
  const { channel, heard, listener } = setUp(1);
  const adding = channel.add(listener);
  channel.push(event(1));
  channel.push(event(2));
  const position = await adding;
  channel.push(event(3));
  expect([position, ...heard]).toEqual([2, 3]);
});

test("a channel is idle only when nobody listens or is about to", async () => {
  const { channel, listener } = setUp();
  const adding = channel.add(listener);
  expect(channel.isIdle()).toBe(false);
  await adding;
  channel.remove(listener);
  expect(channel.isIdle()).toBe(true);
});

test("a hole that can't be filled is given up with the last listener", async () => {
  const { channel, reads, listener, fail } = setUp();
  fail(true);
  await channel.add(listener);
  channel.push(event(2));
  await vi.advanceTimersByTimeAsync(49);
  // While the hole is being read, the last one leaves.
  vi.advanceTimersByTime(1);
  channel.remove(listener);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toHaveLength(1);
});

const inSession = (seq: number | null, sessionId: string, name: ProjectEvent["name"] = "chat:message:received"): ProjectEvent => ({ ...event(seq), name, payload: { sessionId } });

/** What a listener was told, in the groups in which it was told. */
function grouped() {
  const groups: (number | null)[][] = [[]];
  const listener: EventListener = ({ seq }, hasMore) => {
    groups.at(-1)?.push(seq);
    if (!hasMore) groups.push([]);
  };
  return { listener, groups: () => groups.slice(0, -1) };
}

test("what happens in a shown conversation is heard at once, after what came before it; the rest together and later", async () => {
  const { channel } = setUp();
  const [a, b, all] = [grouped(), grouped(), grouped()];
  await channel.add(a.listener, new Set(["a"]));
  await channel.add(b.listener, new Set(["b"]));
  await channel.add(all.listener);
  // The first after a quiet time comes as soon as this turn is over.
  channel.push(inSession(1, "b"));
  await vi.advanceTimersByTimeAsync(1);
  expect([a.groups(), b.groups()]).toEqual([[[1]], [[1]]]);
  for (const [seq, session] of [[2, "b"], [3, "b"], [4, "a"], [5, "b"]] as const) channel.push(inSession(seq, session));
  expect(a.groups()).toEqual([[1], [2, 3, 4]]);
  expect(b.groups()).toEqual([[1], [2], [3], [4, 5]]);
  expect(all.groups()).toEqual([[1], [2], [3], [4], [5]]);
  await vi.advanceTimersByTimeAsync(498);
  expect(a.groups()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(a.groups()).toEqual([[1], [2, 3, 4], [5]]);
  expect(b.groups()).toHaveLength(4);
});

test("what isn't numbered reaches those who show its conversation, and those who want everything", async () => {
  const { channel } = setUp();
  const heard: string[] = [];
  const add = (name: string, interest: Interest) => channel.add(({ payload }) => void heard.push(`${name} of ${String(payload["sessionId"] ?? "the project")}`), interest);
  await add("both", new Set(["a", "b"]));
  await add("b", new Set(["b"]));
  await add("none", new Set());
  await add("all", null);
  channel.push(inSession(null, "a", "chat:message:delta"));
  expect(heard.splice(0)).toEqual(["all of a", "both of a"]);
  channel.push(inSession(null, "c", "chat:typing:indicator"));
  expect(heard.splice(0)).toEqual(["all of c"]);
  channel.push({ ...event(null), name: "document:progress" });
  expect(heard).toEqual(["both", "b", "none", "all"].map((name) => `${name} of the project`));
});

test("a listener that turns to another conversation has everything before it", async () => {
  const { channel } = setUp();
  const { listener, groups } = grouped();
  await channel.add(listener, new Set(["a"]));
  channel.push(inSession(1, "a"));
  await vi.advanceTimersByTimeAsync(1);
  channel.push(inSession(2, "b"));
  channel.setInterest(listener, new Set(["b"]));
  expect(groups()).toEqual([[1], [2]]);
  channel.push(inSession(3, "b"));
  channel.push(inSession(4, "a"));
  expect(groups()).toEqual([[1], [2], [3]]);
  channel.setInterest(listener, null);
  channel.push(inSession(5, "c"));
  expect(groups()).toEqual([[1], [2], [3], [4], [5]]);
});

test("a listener that comes while events are gathered hears none from before its position", async () => {
  const { channel } = setUp();
  const [first, second] = [grouped(), grouped()];
  await channel.add(first.listener, new Set());
  channel.push(inSession(1, "a"));
  await vi.advanceTimersByTimeAsync(1);
  channel.push(inSession(2, "a"));
  expect(await channel.add(second.listener, new Set())).toBe(2);
  channel.push(inSession(3, "a"));
  channel.flush(second.listener);
  expect(second.groups()).toEqual([[3]]);
  await vi.advanceTimersByTimeAsync(500);
  expect([first.groups(), second.groups()]).toEqual([[[1], [2, 3]], [[3]]]);
});

test("somebody's own receipts reach all their streams once, those of others only where the conversation is shown", async () => {
  const { channel } = setUp();
  const heard: string[] = [];
  const add = async (name: string, interest: Interest, reader: string) => {
    const listener = () => void heard.push(name);
    await channel.add(listener, interest, reader);
    return listener;
  };
  await add("mine, there", new Set(["a"]), "me");
  const elsewhere = await add("mine, elsewhere", new Set(["b"]), "me");
  await add("mine, everything", null, "me");
  await add("theirs, elsewhere", new Set(["b"]), "they");
  const receipt = { ...inSession(null, "a", "chat:read:receipt"), userId: "me" };
  channel.push(receipt);
  expect(heard.splice(0).toSorted()).toEqual(["mine, elsewhere", "mine, everything", "mine, there"]);
  channel.push({ ...receipt, name: "chat:typing:indicator" });
  expect(heard.splice(0).toSorted()).toEqual(["mine, everything", "mine, there"]);
  channel.setInterest(elsewhere, new Set(["c"]));
  channel.push(receipt);
  expect(heard.splice(0)).toContain("mine, elsewhere");
  channel.remove(elsewhere);
  channel.push(receipt);
  expect(heard).not.toContain("mine, elsewhere");
});

test("very many are told in turns, each of them everything once and in order, also what comes meanwhile", async () => {
  const { channel } = setUp();
  const heard = Array.from({ length: 350 }, (): (number | null)[] => []);
  let last: EventListener = () => undefined;
  for (const [index, one] of heard.entries()) {
    const listener: EventListener = ({ seq }) => {
      one.push(seq);
      if (index === 150 && seq === 1) {
        channel.push(inSession(2, "b"));
        channel.remove(last);
      }
    };
    if (index === heard.length - 1) last = listener;
    await channel.add(listener, new Set(["a"]));
  }
  channel.push(inSession(1, "b"));
  expect(heard.flat()).toEqual([]);
  await vi.advanceTimersByTimeAsync(502);
  expect(heard.pop()).toEqual([]);
  for (const one of heard) expect(one).toEqual([1, 2]);
});
