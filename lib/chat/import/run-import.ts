import "server-only";
import { z } from "zod";
import type { SystemGrant } from "@/lib/access/authorize";
import { systemGrant } from "@/lib/access/system-grant";
import { clock, isoNow } from "@/lib/core/clock";
import { db, type Tx } from "@/lib/core/db";
import { queueFileRemoval } from "@/lib/core/file-uses";
import { withLocalFile } from "@/lib/core/files";
import { registerJob, wakeJobs, type JobRun } from "@/lib/core/jobs";
import { mutate } from "@/lib/events/mutate";
import type { ImportedConversation } from "./conversation";
import { countConversations, ExportFileError, readConversations } from "./export-file";
import { importJob, tellProgress } from "./imports";
import { findImport, insertConversation, updateImport, type ImportRow } from "./queries";

const progressEveryMs = 250;
const jobPayload = z.object({ importId: z.uuid() });

/** Names this feature's job to the job runner; called before it starts. */
export function registerImport(): void {
  registerJob(importJob, {
    run,
    onFailed: async ({ payload, projectId }) => end(systemGrant("chat", requireProject(projectId)), jobPayload.parse(payload).importId, { status: "failed", problem: "internal" }),
  });
}

/**
 * Brings the conversations of an export file into the project, each in a transaction of its own. After a crash it goes
 * on where it was.
 */
async function run({ payload, projectId, signal }: JobRun): Promise<void> {
  const by = systemGrant("chat", requireProject(projectId));
  const { importId } = jobPayload.parse(payload);
  const row = await findImport(db(), by.projectId, importId);
  if (!row || (row.status !== "queued" && row.status !== "running")) return;
  try {
    await withLocalFile(row.filePath, (path) => bringIn(by, row, path, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExportFileError)) throw error;
    await end(by, importId, { status: "failed", problem: error.code });
  }
}

async function bringIn(by: SystemGrant, begun: ImportRow, path: string, signal: AbortSignal): Promise<void> {
  let row: ImportRow | null = begun;
  const total = begun.total ?? (await countConversations(path, signal));
  let index = 0;
  let told = 0;
  for await (const conversation of readConversations(path, isoNow())) {
    signal.throwIfAborted();
    // A run before this one came so far.
    if ((index += 1) <= begun.done) continue;
    row = await mutate(by, (tx) => bringInOne(tx, row ?? begun, total, conversation));
    // Cancelled: the job's signal may come later than the row.
    if (!row) return;
    if (clock.now() - told < progressEveryMs) continue;
    told = clock.now();
    tellProgress(row);
  }
  await end(by, begun.id, { total, status: "done" });
}

/** Stores a conversation and, with it, how far the import is. @returns null when the import is over */
async function bringInOne(tx: Tx, row: ImportRow, total: number, conversation: ImportedConversation | null): Promise<ImportRow | null> {
  const isNew = conversation !== null && (await insertConversation(tx, row.projectId, row.userId, conversation));
  return updateImport(tx, row.projectId, row.id, {
    status: "running",
    total,
    source: row.source ?? conversation?.source ?? null,
    done: row.done + 1,
    imported: row.imported + (isNew ? 1 : 0),
    skipped: row.skipped + (isNew ? 0 : 1),
  });
}

async function end(by: SystemGrant, importId: string, change: Parameters<typeof updateImport>[3]): Promise<void> {
  const ended = await mutate(by, async (tx, emit) => {
    const row = await updateImport(tx, by.projectId, importId, change);
    if (!row) return null;
    await queueFileRemoval(tx, by.projectId, row.filePath);
    if (row.imported > 0) emit("chat:imported", { importId, source: row.source ?? "", count: row.imported }, { userId: row.userId });
    return row;
  });
  if (ended) tellProgress(ended);
  wakeJobs();
}

function requireProject(projectId: string | null): string {
  if (!projectId) throw new Error("the job names no project");
  return projectId;
}
