import "server-only";
import type { Tx } from "@/lib/core/db";
import { deleteFile } from "@/lib/core/files";
import { lockName } from "@/lib/core/queries";
import { countFileUses } from "./queries";

/**
 * Decides about a file alone until the transaction ends. Both who makes a document of it and who removes it do so,
 * because equal files are stored once.
 */
export const lockFile = (tx: Tx, hash: string): Promise<unknown> => lockName(tx, `file:${hash}`);

/** Deletes those files that no document, in any project, is made of. */
export async function removeFilesIfUnused(tx: Tx, hashes: string[]): Promise<void> {
  // In one order for all, so that two transactions never wait for each other in a ring.
  for (const hash of [...new Set(hashes)].toSorted()) {
    await lockFile(tx, hash);
    if ((await countFileUses(tx, hash)) === 0) await deleteFile(tx, hash);
  }
}
