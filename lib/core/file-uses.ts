import "server-only";
import { z } from "zod";
import { transaction, type Tx } from "./db";
import { deleteFile, fileExists } from "./files";
import { enqueueJob, registerJob } from "./jobs";
import { AppError } from "./problems";
import { countFileUses, lockName } from "./queries";

const kind = "files.remove";
const payload = z.object({ hash: z.string() });

/** Names the job that removes files; called before the job runner starts. */
export const registerFileRemoval = (): void =>
  registerJob(kind, { run: (job) => transaction((tx) => removeFilesIfUnused(tx, [payload.parse(job.payload).hash])) });

/**
 * To be called in the transaction that stores rows which refer to files: equal files are stored once, so somebody may
 * just have deleted the last other row of the same bytes, and the file with it.
 * @throws AppError `conflict` when a file is gone
 */
export async function holdFiles(tx: Tx, hashes: string[]): Promise<void> {
  for (const hash of inOrder(hashes)) {
    await lockFile(tx, hash);
    if (!(await fileExists(tx, hash))) throw new AppError("conflict", "The same file was just deleted; send it again.");
  }
}

/** Has a file removed after the commit, unless something else refers to it then. Call `wakeJobs` afterwards. */
export const queueFileRemoval = (tx: Tx, projectId: string, hash: string): Promise<string> => enqueueJob(tx, { kind, projectId, payload: { hash } });

/** Deletes those files that no row of any project refers to. */
export async function removeFilesIfUnused(tx: Tx, hashes: string[]): Promise<void> {
  for (const hash of inOrder(hashes)) {
    await lockFile(tx, hash);
    if ((await countFileUses(tx, hash)) === 0) await deleteFile(tx, hash);
  }
}

/** Whoever refers to a file and whoever removes it decides about it alone until its transaction ends. */
const lockFile = (tx: Tx, hash: string): Promise<unknown> => lockName(tx, `file:${hash}`);

/** In one order for all, so that two transactions never wait for each other in a ring. */
const inOrder = (hashes: string[]): string[] => [...new Set(hashes)].toSorted();
