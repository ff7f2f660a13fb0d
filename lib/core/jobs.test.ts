import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { jobs } from "@/drizzle/schema";
import { clock } from "./clock";
import { db, transaction } from "./db";
import { newId } from "./ids";
import { abortJobs, cancelJobs, enqueueJob, leaseMs, mostAttempts, registerJob, runDueJobs, startJobs, wakeJobs, type JobRun } from "./jobs";
import { claimJob } from "./queries";

/** Kinds of a test's own, so that runners of other tests leave its jobs alone. */
const newKind = () => `test.${newId().slice(-12)}`;
const enqueue = (kind: string, payload: Record<string, unknown> = {}, projectId: string | null = null) => transaction((tx) => enqueueJob(tx, { kind, projectId, payload }));
const rowsOf = (kind: string) => db().select().from(jobs).where(eq(jobs.kind, kind));
const later = (ms: number) => {
  const at = Date.now() + ms;
  clock.now = () => at;
};
afterEach(() => {
  clock.now = () => Date.now();
});

describe("a job", () => {
  test("runs once with what it was given, and is gone then", async () => {
    const kind = newKind();
    const projectId = newId();
    const seen: JobRun[] = [];
    registerJob(kind, { run: async (job) => void seen.push(job) });
    await enqueue(kind, { n: 1 }, projectId);
    expect(await runDueJobs({ kinds: [kind] })).toBe(1);
    expect(seen).toMatchObject([{ payload: { n: 1 }, projectId, attempt: 1 }]);
    expect(await rowsOf(kind)).toEqual([]);
  });

  test("of one project takes turns with those of others", async () => {
    const kind = newKind();
    const [busy, quiet] = [newId(), newId()];
    const order: (string | null)[] = [];
    registerJob(kind, { run: async ({ projectId }) => void order.push(projectId) });
    for (const projectId of [busy, busy, busy, quiet, quiet]) await enqueue(kind, {}, projectId);
    expect(await runDueJobs({ kinds: [kind] })).toBe(5);
    expect(order).toEqual([busy, quiet, busy, quiet, busy]);
  });

  test("waits while its project has as many as it may have, and others don't wait for it", async () => {
    const kind = newKind();
    const [busy, quiet] = [newId(), newId()];
    const claim = (excluded: string[]) => claimJob(db(), { kinds: [kind], excluded, leaseOwner: newId(), at: new Date().toISOString(), until: new Date(Date.now() + leaseMs).toISOString() });
    for (const projectId of [busy, quiet, null]) await enqueue(kind, {}, projectId);
    const claimed = [await claim([busy]), await claim([busy]), await claim([busy])];
    expect(claimed.map((job) => job?.projectId)).toEqual([quiet, null, undefined]);
    expect((await claim([]))?.projectId).toBe(busy);
  });

  test("whose transaction fails was never there", async () => {
    const kind = newKind();
    const failing = transaction(async (tx) => {
      await enqueueJob(tx, { kind, projectId: null, payload: {} });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await rowsOf(kind)).toEqual([]);
  });

  test("that fails is tried again after a while, and after the last time its failure is told", async () => {
    const kind = newKind();
    const attempts: number[] = [];
    const onFailed = vi.fn(async () => {});
    registerJob(kind, {
      run: async ({ attempt }) => {
        attempts.push(attempt);
        throw new Error(`failure ${attempt}`);
      },
      onFailed,
    });
    await enqueue(kind, { n: 2 });
    expect(await runDueJobs({ kinds: [kind] })).toBe(1);
    expect(await rowsOf(kind)).toMatchObject([{ attempts: 1, lastError: "failure 1", leaseOwner: null }]);
    later(10_000);
    await runDueJobs({ kinds: [kind] });
    expect(onFailed).not.toHaveBeenCalled();
    later(60_000);
    await runDueJobs({ kinds: [kind] });
    expect(attempts).toEqual([1, 2, 3]);
    expect(onFailed).toHaveBeenCalledExactlyOnceWith({ payload: { n: 2 }, projectId: null, attempt: 3 }, expect.objectContaining({ message: "failure 3" }));
    expect(await rowsOf(kind)).toEqual([]);
  });

  test("of a runner that died is taken again when its lease is over, and not before", async () => {
    const kind = newKind();
    const run = vi.fn(async () => {});
    registerJob(kind, { run });
    await enqueue(kind);
    const at = new Date(Date.now() + 10).toISOString();
    expect(await claimJob(db(), { kinds: [kind], leaseOwner: newId(), at, until: new Date(Date.now() + leaseMs).toISOString() })).not.toBeNull();
    expect(await runDueJobs({ kinds: [kind] })).toBe(0);
    later(leaseMs + 1_000);
    expect(await runDueJobs({ kinds: [kind] })).toBe(1);
    expect(run).toHaveBeenCalledTimes(1);
    expect(await rowsOf(kind)).toEqual([]);
  });

  test("that ends its process every time is not run for ever", async () => {
    const kind = newKind();
    const run = vi.fn(async () => {});
    const onFailed = vi.fn(async () => {});
    registerJob(kind, { run, onFailed });
    await enqueue(kind);
    await db().update(jobs).set({ attempts: mostAttempts }).where(eq(jobs.kind, kind));
    await runDueJobs({ kinds: [kind] });
    expect(run).not.toHaveBeenCalled();
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(await rowsOf(kind)).toEqual([]);
  });

  test("is taken by one of several runners only", async () => {
    const kind = newKind();
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => enqueue(kind)));
    const at = new Date(Date.now() + 10).toISOString();
    const claim = () => claimJob(db(), { kinds: [kind], leaseOwner: newId(), at, until: new Date(Date.now() + leaseMs).toISOString() });
    const taken = await Promise.all(Array.from({ length: 5 }, claim));
    const takenIds = taken.flatMap((job) => (job ? [job.id] : []));
    expect(new Set(takenIds).size).toBe(takenIds.length);
    for (let job = await claim(); job; job = await claim()) takenIds.push(job.id);
    expect(takenIds.toSorted()).toEqual(ids.toSorted());
  });

  test("that is cancelled while it runs is told so and doesn't come back", async () => {
    const kind = newKind();
    const projectId = newId();
    let started = false;
    registerJob(kind, {
      run: ({ signal }) =>
        new Promise((_resolve, reject) => {
          started = true;
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    await enqueue(kind, { documentId: "a", n: 1 }, projectId);
    await enqueue(kind, { documentId: "b", n: 1 }, newId());
    const running = runDueJobs({ kinds: [kind], projectId });
    await vi.waitFor(() => expect(started).toBe(true));
    abortJobs(await transaction((tx) => cancelJobs(tx, { kind, projectId, payload: { documentId: "a" } })));
    expect(await running).toBe(1);
    expect((await rowsOf(kind)).map((row) => row.payload["documentId"])).toEqual(["b"]);
    await db().delete(jobs).where(eq(jobs.kind, kind));
  });

  test("that is long lets others run beside it, and waits for another long one", async () => {
    const [long, short] = [newKind(), newKind()];
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const run = async ({ payload }: JobRun) => {
      begun.push(String(payload["name"]));
      await new Promise<void>((resolve) => void ends.push(resolve));
    };
    registerJob(long, { isLong: true, run });
    registerJob(short, { run: async ({ payload }) => void begun.push(String(payload["name"])) });
    startJobs();
    for (const name of ["one", "two"]) await enqueue(long, { name });
    wakeJobs();
    await vi.waitFor(() => expect(begun).toEqual(["one"]));
    for (const name of ["a", "b", "c"]) await enqueue(short, { name });
    wakeJobs();
    await vi.waitFor(() => expect(begun.toSorted()).toEqual(["a", "b", "c", "one"]));
    ends[0]?.();
    await vi.waitFor(() => expect(begun.at(-1)).toBe("two"));
    ends[1]?.();
    await vi.waitFor(async () => expect(await rowsOf(long)).toEqual([]));
  });
});
