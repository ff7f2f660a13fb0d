import "server-only";
import { systemGrant } from "@/lib/access/system-grant";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { isClosing, onShutdown } from "@/lib/core/process";
import { mutate } from "@/lib/events/mutate";
import { interruptAbandoned, listAbandoned } from "./answer-queries";
import { changeFacts, presentMessage } from "./present";
import { beginNext } from "./queue";
import { lockSessionLine, listStuckLines } from "./queue-queries";
import { runningAnswers, startAnswer, type OnEnded } from "./runner";

/** How often abandoned answers are looked for, in milliseconds. */
const sweepMs = 5_000;

/** Looks at once, and then every few seconds until the process ends, for answers that a dead process left behind. */
export function startAssistant(onEnded: OnEnded): void {
  runningAnswers();
  let sweeping: Promise<void> | null = null;
  const sweep = () => {
    sweeping ??= sweepAnswers(onEnded)
      .catch((error: unknown) => logger().error({ err: error }, "answers that were left behind could not be looked after"))
      .finally(() => (sweeping = null));
  };
  sweep();
  const timer = setInterval(sweep, sweepMs).unref();
  onShutdown("sweep", async () => {
    clearInterval(timer);
    await sweeping;
  });
}

/** Marks what was left behind, and begins what waits where nothing is being written any more. */
export async function sweepAnswers(onEnded: OnEnded): Promise<void> {
  const marked = await sweepInterrupted();
  if (marked > 0) logger().info({ marked }, "answers were interrupted");
  await sweepQueued(onEnded);
}

/**
 * Marks answers whose lease is over as interrupted; their text so far stays, and they can be retried.
 * @returns how many it were
 */
export async function sweepInterrupted(): Promise<number> {
  let marked = 0;
  for (const { id, ...place } of await listAbandoned(db())) {
    marked += await mutate(systemGrant("assistant", place.projectId), async (tx, emit) => {
      await lockSessionLine(tx, place);
      const row = await interruptAbandoned(tx, place.projectId, id);
      if (!row) return 0;
      const thing = presentMessage(row, null);
      emit("chat:message:updated", changeFacts(thing), { thing });
      return 1;
    });
  }
  return marked;
}

/** Begins answers that wait for one that nobody will end any more. */
async function sweepQueued(onEnded: OnEnded): Promise<void> {
  if (isClosing()) return;
  for (const line of await listStuckLines(db())) {
    const job = await mutate(systemGrant("assistant", line.projectId), async (tx, emit) => ((await lockSessionLine(tx, line)) ? beginNext(tx, emit, line) : null));
    if (job) startAnswer(job, onEnded);
  }
}
