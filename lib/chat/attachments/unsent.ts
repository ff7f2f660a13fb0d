import "server-only";
import { z } from "zod";
import { systemGrant } from "@/lib/access/system-grant";
import type { Tx } from "@/lib/core/db";
import { abortJobs, enqueueJob, registerJob, wakeJobs, type JobRun } from "@/lib/core/jobs";
import { mutate } from "@/lib/events/mutate";
import { deleteUnsent } from "./queries";
import { releaseFiles } from "./release";

/** Who writes a message over more than a day attaches its files again; milliseconds. */
const keptMs = 24 * 60 * 60 * 1_000;

const kind = "chat.clear-attachments";
const payload = z.object({ attachmentIds: z.array(z.uuid()) });

/** Has attachments cleared away that aren't sent within a day. */
export const clearLater = (tx: Tx, projectId: string, attachmentIds: string[]): Promise<string> => enqueueJob(tx, { kind, projectId, payload: { attachmentIds }, delayMs: keptMs });

/** Names this job to the job runner; called before it starts. */
export const registerAttachmentClearing = (): void => registerJob(kind, { run: clear });

async function clear({ payload: given, projectId }: JobRun): Promise<void> {
  if (!projectId) throw new Error("the job names no project");
  const { attachmentIds } = payload.parse(given);
  abortJobs(await mutate(systemGrant("chat", projectId), async (tx) => releaseFiles(tx, projectId, await deleteUnsent(tx, projectId, attachmentIds))));
  wakeJobs();
}
