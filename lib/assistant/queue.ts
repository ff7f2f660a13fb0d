import "server-only";
import type { Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { isClosing } from "@/lib/core/process";
import type { Emit } from "@/lib/events/mutate";
import { jobOf, type AnswerJob } from "./job";
import { changeFacts, presentMessage } from "./present";
import { beginQueued, type Line } from "./queue-queries";

/**
 * Begins the answer that waits next, unless one is being written there; the caller holds the conversation, so that
 * only one instance does. Hand the job to `startAnswer` after the commit.
 */
export async function beginNext(tx: Tx, emit: Emit, line: Line): Promise<AnswerJob | null> {
  // It waits for another instance, or for the next start.
  if (isClosing()) return null;
  const row = await beginQueued(tx, line, newId());
  if (!row) return null;
  const thing = presentMessage(row, null);
  emit("chat:message:updated", changeFacts(thing), { thing });
  return jobOf(row);
}
