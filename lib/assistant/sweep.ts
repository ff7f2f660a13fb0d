import "server-only";
import { systemGrant } from "@/lib/access/system-grant";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { onShutdown } from "@/lib/core/process";
import { mutate } from "@/lib/events/mutate";
import { changeFacts, presentMessage } from "./present";
import { interruptAbandoned, listAbandoned } from "./queries";

/** How often abandoned answers are looked for, in milliseconds. */
const sweepMs = 5_000;

/**
 * Marks answers whose lease is over as interrupted; their text so far stays, and they can be retried.
 * @returns how many it were
 */
export async function sweepInterrupted(): Promise<number> {
  let marked = 0;
  for (const { id, projectId } of await listAbandoned(db())) {
    marked += await mutate(systemGrant("assistant", projectId), async (tx, emit) => {
      const row = await interruptAbandoned(tx, projectId, id);
      if (!row) return 0;
      const thing = presentMessage(row, null);
      emit("chat:message:updated", changeFacts(thing), { thing });
      return 1;
    });
  }
  return marked;
}

/** Sweeps at once and then every few seconds, until the process ends. */
export function startSweeping(): void {
  let sweeping: Promise<void> | null = null;
  const sweep = () => {
    sweeping ??= sweepInterrupted()
      .then((marked) => {
        if (marked > 0) logger().info({ marked }, "answers were interrupted");
      })
      .catch((error: unknown) => logger().error({ err: error }, "interrupted answers could not be marked"))
      .finally(() => (sweeping = null));
  };
  sweep();
  const timer = setInterval(sweep, sweepMs).unref();
  onShutdown("sweep", async () => {
    clearInterval(timer);
    await sweeping;
  });
}
