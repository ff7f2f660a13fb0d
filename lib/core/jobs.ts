import "server-only";
import { clock, isoNow } from "./clock";
import { db, isEmbedded, sqlClient, type Tx } from "./db";
import { newId } from "./ids";
import { logger } from "./logger";
import { isClosing, onShutdown, perProcess } from "./process";
import { claimJob, deleteJob, deleteJobsLike, insertJob, renewJob, returnJob, type JobRow } from "./queries";

/** What a handler is told. `signal` aborts when the process ends, the job is cancelled or its lease is lost. */
export type JobRun = { payload: Record<string, unknown>; projectId: string | null; attempt: number; signal: AbortSignal };

/** `run` may happen more than once (after a crash), so it must not mind. `onFailed` comes after the last attempt. */
type JobHandler = {
  /** It may take many minutes: one such job runs at a time, beside the others, which don't wait for it. */
  isLong?: boolean;
  run(job: JobRun): Promise<void>;
  onFailed?(job: Omit<JobRun, "signal">, error: unknown): Promise<void>;
};

/** A runner that says nothing for this long is taken for dead; it says something three times as often. */
export const leaseMs = 30_000;
const renewEveryMs = leaseMs / 3;
/** For jobs that other instances wrote, and for those whose time has come; one's own wake the runner at once. */
const pollEveryMs = 2_000;
export const mostAttempts = 3;
/** Waits before the second and the third attempt. */
const backoffMs = [5_000, 30_000];
/** A handler of failures that fails itself is tried this often in all, then the job is dropped and logged. */
const mostTries = 10;

/** Names the handler of a kind of job, before `startJobs`. A process takes only kinds that it knows. */
export const registerJob = (kind: string, handler: JobHandler): void => void runner().handlers.set(kind, handler);

/** Stores a job in the transaction that makes it necessary. Call `wakeJobs` after the commit. @returns its id */
export async function enqueueJob(tx: Tx, job: { kind: string; projectId: string | null; payload: Record<string, unknown>; delayMs?: number }): Promise<string> {
  const id = newId();
  await insertJob(tx, { id, kind: job.kind, projectId: job.projectId, payload: job.payload, runAt: isoNow(job.delayMs) });
  return id;
}

/** Deletes a project's jobs of a kind whose payload holds `payload`. Call `abortJobs` with the ids after the commit. */
export const cancelJobs = (tx: Tx, like: { kind: string; projectId: string; payload: Record<string, unknown> }): Promise<string[]> => deleteJobsLike(tx, like);

/** Ends those that run in this process; other processes notice when they renew their leases. */
export function abortJobs(ids: string[]): void {
  for (const id of ids) runner().running.get(id)?.controller.abort(new Error("the job was cancelled"));
}

/** Begins to run jobs in this process, until it ends. */
export function startJobs(): void {
  // The pool is made first, so that it is closed after the runner.
  sqlClient();
  runner().start();
}

/** Looks for due jobs now. Does nothing in a process that runs none. */
export const wakeJobs = (): void => runner().wake();

/** Runs what is due, one after the other, until nothing is. For scripts and tests, which start no runner. */
export async function runDueJobs(filter: { projectId?: string; kinds?: string[] } = {}): Promise<number> {
  let count = 0;
  while (await runner().runNext(filter)) count++;
  return count;
}

type Running = { kind: string; projectId: string | null; controller: AbortController; done: Promise<void> };

class JobRunner {
  readonly handlers = new Map<string, JobHandler>();
  readonly running = new Map<string, Running>();
  private started = false;
  private filling = false;
  private fillAgain = false;
  private timer: NodeJS.Timeout | undefined;
  /** Projects in the order in which they were served last. */
  private served: string[] = [];

  start(): void {
    if (this.started) return;
    this.started = true;
    onShutdown("jobs", () => this.stop());
    this.wake();
  }

  wake(): void {
    if (!this.started || isClosing()) return;
    this.fillAgain = true;
    if (!this.filling) void this.fill();
  }

  /** Claims one due job and runs it to its end. @returns false if none was due */
  async runNext(filter: { projectId?: string; kinds?: string[] }): Promise<boolean> {
    const job = await this.claim(filter);
    if (!job) return false;
    await this.begin(job);
    return true;
  }

  /** Takes jobs until all hands are busy or nothing is due, then looks again after a while. */
  private async fill(): Promise<void> {
    this.filling = true;
    clearTimeout(this.timer);
    try {
      while (this.fillAgain && !isClosing()) {
        this.fillAgain = false;
        for (;;) {
          const job = await this.claim({ kinds: this.freeKinds(), excluded: this.busyProjects() });
          if (!job) break;
          void this.begin(job).finally(() => this.wake());
        }
      }
    } catch (error) {
      logger().error({ err: error }, "the jobs could not be looked through");
    }
    this.filling = false;
    if (!isClosing()) this.timer = setTimeout(() => this.wake(), pollEveryMs).unref();
  }

  /** The kinds of which one may begin now. */
  private freeKinds(): string[] {
    const long = [...this.running.values()].filter(({ kind }) => this.isLong(kind)).length;
    return [...this.handlers.keys()].filter((kind) => (this.isLong(kind) ? long === 0 : this.running.size - long < concurrency()));
  }

  /** Projects that have all the jobs at once that one project may have. */
  private busyProjects(): string[] {
    const counts = new Map<string, number>();
    for (const { kind, projectId } of this.running.values()) {
      if (projectId && !this.isLong(kind)) counts.set(projectId, (counts.get(projectId) ?? 0) + 1);
    }
    return [...counts].filter(([, count]) => count >= maxPerProject()).map(([projectId]) => projectId);
  }

  private isLong(kind: string): boolean {
    return this.handlers.get(kind)?.isLong === true;
  }

  private async claim(filter: { projectId?: string; kinds?: string[]; excluded?: string[] }): Promise<JobRow | null> {
    const kinds = filter.kinds ?? [...this.handlers.keys()];
    if (kinds.length === 0 || isClosing()) return null;
    const job = await claimJob(db(), { ...filter, kinds, served: this.served, leaseOwner: newId(), at: isoNow(), until: isoNow(leaseMs) });
    if (job?.projectId) this.served = [...this.served.filter((id) => id !== job.projectId), job.projectId].slice(-maxServed);
    return job;
  }

  private begin(job: JobRow): Promise<void> {
    const controller = new AbortController();
    const done = this.run(job, controller).catch((error: unknown) => logger().error({ err: error, jobId: job.id, kind: job.kind }, "a job could not be put away"));
    this.running.set(job.id, { kind: job.kind, projectId: job.projectId, controller, done });
    return done.finally(() => void this.running.delete(job.id));
  }

  private async run(job: JobRow, controller: AbortController): Promise<void> {
    const handler = this.handlers.get(job.kind);
    const lease = { id: job.id, leaseOwner: job.leaseOwner ?? "" };
    if (!handler) return void (await returnJob(db(), lease, { runAt: isoNow(backoffMs[1]), lastError: "nobody here knows this kind", countsAttempt: false }));
    const known = { payload: job.payload, projectId: job.projectId, attempt: job.attempts };
    const renewing = setInterval(() => void this.renew(lease, controller), renewEveryMs).unref();
    try {
      // An attempt beyond the last means that earlier ones ended together with their processes.
      if (job.attempts > mostAttempts) throw new Error(job.lastError ?? "the process ended during every attempt");
      await handler.run({ ...known, signal: controller.signal });
      await deleteJob(db(), lease);
    } catch (error) {
      await this.afterError(job, lease, controller, error, () => handler.onFailed?.(known, error));
    } finally {
      clearInterval(renewing);
    }
  }

  private async afterError(job: JobRow, lease: { id: string; leaseOwner: string }, controller: AbortController, error: unknown, onFailed: () => Promise<void> | undefined): Promise<void> {
    // Cancelled or taken by another runner: whatever happens to the row is no longer ours, and these calls find none.
    if (controller.signal.aborted) return void (await returnJob(db(), lease, { runAt: isoNow(), lastError: job.lastError, countsAttempt: false }));
    const told = error instanceof Error ? error.message : String(error);
    logger().error({ err: error, jobId: job.id, kind: job.kind, attempt: job.attempts }, "a job failed");
    if (job.attempts < mostAttempts) return void (await returnJob(db(), lease, { runAt: isoNow(backoffMs[job.attempts - 1]), lastError: told, countsAttempt: true }));
    try {
      await onFailed();
      await deleteJob(db(), lease);
    } catch (failure) {
      logger().error({ err: failure, jobId: job.id, kind: job.kind }, "a job's failure could not be told");
      if (job.attempts >= mostTries) await deleteJob(db(), lease);
      else await returnJob(db(), lease, { runAt: isoNow(backoffMs[1]), lastError: told, countsAttempt: true });
    }
  }

  private async renew(lease: { id: string; leaseOwner: string }, controller: AbortController): Promise<void> {
    try {
      if (!(await renewJob(db(), lease, isoNow(leaseMs)))) controller.abort(new Error("the job's lease was lost"));
    } catch (error) {
      logger().warn({ err: error, jobId: lease.id, at: clock.now() }, "a job's lease could not be renewed");
    }
  }

  /** Ends what runs and gives it back, so that the next process begins with it at once. */
  private async stop(): Promise<void> {
    this.started = false;
    clearTimeout(this.timer);
    for (const { controller } of this.running.values()) controller.abort(new Error("the process ends"));
    const ended = Promise.allSettled([...this.running.values()].map(({ done }) => done));
    // A handler that doesn't listen keeps its lease, which then expires.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
  }
}

/** How many jobs run at once, not counting a long one. Fewer on the embedded database, which runs one transaction at a time. */
const concurrency = (): number => (isEmbedded() ? 2 : 3);
/** How many of them one project may have, so that its slow documents don't keep everybody else's waiting. */
const maxPerProject = (): number => concurrency() - 1;
/** How many projects' turns are remembered. */
const maxServed = 200;

const runner = (): JobRunner => perProcess("jobs", () => new JobRunner());
