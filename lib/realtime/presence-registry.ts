import "server-only";
import { instanceId } from "@/lib/core/bus";
import { db, relaxedDb } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/core/logger";
import { isClosing, onShutdown, perProcess } from "@/lib/core/process";
import { hub } from "@/lib/events/hub";
import { clearDeadInstances, instanceLifeSeconds, recordVisits, retireInstance, touchInstance, writePresence, type PresenceRow, type Visit } from "./queries";
import type { Place } from "./schemas";

/** All in milliseconds. */
const times = {
  /** What changes within this time is written together. */
  batch: 200,
  /** A connection's moves are written at most this often: someone who leafs through conversations isn't in each. */
  move: 2_000,
  /** A stream that ends is usually cut and comes back at once: its person stays for so long. */
  grace: 3_000,
  /** Longer than a moment, so that a database that is away isn't asked all the time. */
  retry: 1_000,
  renew: (instanceLifeSeconds * 1_000) / 3,
  /** How often it is noted that those who are here still are. */
  visits: 60_000,
  /** After the end of the process its people stay for so long, while they come back to another instance. */
  retire: 5_000,
};

/** One connection: what it shows, and which rows say so. `writtenAt` is null until the first were written. */
type Here = { connectionId: string; userId: string; places: readonly Place[]; rows: Map<string, PresenceRow>; writtenAt: number | null };

/**
 * Who is present through this instance's streams. It writes who comes, moves and leaves in batches, renews the
 * instance's own row, without which its people count as gone, and clears those of dead instances; the streams are told
 * by presence-news.ts. Presence isn't part of a project's history: it takes no number and goes past `mutate`.
 */
class PresenceRegistry {
  private readonly here = new Map<string, Here>();
  private readonly changed = new Set<Here>();
  /** Visits that end or move on, to be noted with the next write. */
  private readonly seen: Visit[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing = false;
  private started = false;
  private registered = false;
  private visitsAt = 0;

  /** What a connection's tabs show: its person is where they are, but for a hidden tab only in the project. */
  show({ connectionId, userId }: { connectionId: string; userId: string }, places: readonly Place[]): void {
    let here = this.here.get(connectionId);
    if (!here && places.length === 0) return;
    if (!here) this.here.set(connectionId, (here = { connectionId, userId, places, rows: new Map(), writtenAt: null }));
    this.seen.push(...visitsOf(here));
    here.places = places;
    this.change(here);
  }

  /** The connection has ended; `forGood` when its person may no longer come back. */
  leave(connectionId: string, forGood: boolean): void {
    const here = this.here.get(connectionId);
    if (!here) return;
    this.seen.push(...visitsOf(here));
    const go = () => {
      here.places = [];
      this.change(here);
    };
    if (forGood) go();
    else setTimeout(go, times.grace).unref();
  }

  private change(here: Here): void {
    this.start();
    this.changed.add(here);
    this.schedule(times.batch);
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    setInterval(() => void this.renew(), times.renew).unref();
    // The pool is made first, so that it is closed after this.
    db();
    onShutdown("presence", async () => void (await retireInstance(db(), instanceId(), times.retire / 1_000)));
  }

  private schedule(afterMs: number): void {
    if (!this.writing) this.timer ??= setTimeout(() => void this.write(), afterMs).unref();
  }

  private async write(): Promise<void> {
    this.timer = null;
    this.writing = true;
    let nextMs: number = times.batch;
    try {
      if (!this.registered) await this.register();
      await this.writeDue();
    } catch (error) {
      logger().warn({ err: error }, "who is present could not be stored");
      this.registered = false;
      nextMs = times.retry;
    } finally {
      this.writing = false;
    }
    if (this.changed.size > 0) this.schedule(nextMs);
  }

  private async writeDue(): Promise<void> {
    const now = performance.now();
    const due = [...this.changed].filter((here) => here.writtenAt === null || here.places.length === 0 || now - here.writtenAt >= times.move);
    if (due.length === 0) return;
    const plans = due.map((here) => ({ here, places: here.places, ...plan(here) }));
    const [rows, gone] = [plans.flatMap(({ added }) => added), plans.flatMap((one) => one.gone)];
    if (rows.length + gone.length > 0) await writePresence(relaxedDb(), instanceId(), { rows, goneIds: gone.map(({ id }) => id) });
    for (const { here, places, rows: written } of plans) {
      here.rows = written;
      here.writtenAt = now;
      // It may have changed again while this was written.
      if (here.places !== places) continue;
      this.changed.delete(here);
      if (places.length === 0) this.here.delete(here.connectionId);
    }
    await hub().publish({ presence: [...new Set([...rows, ...gone].map(({ projectId }) => projectId))] });
    await this.noteVisits(due.flatMap(visitsOf));
  }

  private async noteVisits(visits: Visit[]): Promise<void> {
    const seen = this.seen.splice(0);
    const all = new Map([...seen, ...visits].map((visit) => [`${visit.projectId} ${visit.userId}`, visit]));
    if (all.size > 0) await recordVisits(relaxedDb(), [...all.values()]);
  }

  /** Whoever takes an instance for dead takes its people away: they are written anew. */
  private async register(): Promise<void> {
    if (await touchInstance(db(), instanceId())) {
      for (const here of this.here.values()) {
        here.rows = new Map();
        here.writtenAt = null;
        this.changed.add(here);
      }
    }
    this.registered = true;
  }

  private async renew(): Promise<void> {
    // It has said that it ends, and its people are to be gone when it does.
    if (isClosing()) return;
    try {
      await this.register();
      await hub().publish({ presence: await clearDeadInstances(db()) });
      const now = performance.now();
      if (now - this.visitsAt >= times.visits) {
        this.visitsAt = now;
        await this.noteVisits([...this.here.values()].flatMap(visitsOf));
      }
      if (this.changed.size > 0) this.schedule(times.batch);
    } catch (error) {
      logger().warn({ err: error }, "the instance could not say that it lives");
    }
  }
}

/** This process's registry. */
export const presenceRegistry = (): PresenceRegistry => perProcess("presence", () => new PresenceRegistry());

/** What has to be written so that the rows say what the connection shows. */
function plan({ connectionId, userId, places, rows: known }: Here): { rows: Map<string, PresenceRow>; added: PresenceRow[]; gone: PresenceRow[] } {
  const rows = new Map<string, PresenceRow>();
  for (const { projectId, sessionId, documentId, visible } of places) {
    const shown = { sessionId: visible ? sessionId : null, documentId: visible ? documentId : null };
    const key = [projectId, shown.sessionId, shown.documentId].join(" ");
    rows.set(key, known.get(key) ?? { id: newId(), connectionId, projectId, userId, ...shown });
  }
  return { rows, added: [...rows].flatMap(([key, row]) => (known.has(key) ? [] : row)), gone: [...known].flatMap(([key, row]) => (rows.has(key) ? [] : row)) };
}

/** A visit is what somebody can see: a tab left open in the background overnight isn't one. */
const visitsOf = ({ userId, places }: Here): Visit[] => places.flatMap(({ projectId, visible }) => (visible ? { projectId, userId } : []));
