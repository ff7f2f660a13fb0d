import { expect, test, vi } from "vitest";
import { connect, transaction } from "./db";
import { newId } from "./ids";
import { enqueueJob, registerJob, startJobs, wakeJobs } from "./jobs";
import { shutdown } from "./process";

const enqueue = (kind: string, payload: Record<string, unknown>) => transaction((tx) => enqueueJob(tx, { kind, projectId: null, payload }));

test("a job starts at once in the process that wrote it, and is given back when the process ends", async () => {
  const kind = `test.${newId().slice(-12)}`;
  const done: unknown[] = [];
  let waiting = false;
  registerJob(kind, {
    run: async ({ payload, signal }) => {
      if (!payload["waits"]) return void done.push(payload["n"]);
      waiting = true;
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  // The runner would find the job by looking every two seconds, too: here that takes for ever.
  const { setTimeout: soon } = globalThis;
  vi.spyOn(globalThis, "setTimeout").mockImplementation((run: () => void, ms = 0) => soon(run, ms < 1_000 ? ms : 2 ** 31 - 1));
  startJobs();
  await enqueue(kind, { n: 1 });
  wakeJobs();
  await vi.waitFor(() => expect(done).toEqual([1]));
  await enqueue(kind, { waits: true });
  wakeJobs();
  await vi.waitFor(() => expect(waiting).toBe(true));
  // The pool is closed with the rest, so that the row is read by a connection of its own.
  const apart = connect({ max: 1 });
  await shutdown();
  const rows = [...(await apart`select attempts, lease_owner from jobs where kind = ${kind}`)];
  await apart.end();
  vi.restoreAllMocks();
  expect(rows).toEqual([{ attempts: 0, lease_owner: null }]);
});
