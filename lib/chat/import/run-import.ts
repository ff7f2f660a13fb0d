import "server-only";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { SystemGrant } from "@/lib/access/authorize";
import { systemGrant } from "@/lib/access/system-grant";
import { clock, isoNow } from "@/lib/core/clock";
import { db, type Tx } from "@/lib/core/db";
import { withLocalFile } from "@/lib/core/files";
import { registerJob, wakeJobs, type JobRun } from "@/lib/core/jobs";
import { mutate } from "@/lib/events/mutate";
import type { ImportedConversation, SkipReason } from "./conversation";
import { countConversations, ExportFileError, readConversations } from "./export-file";
import { endImport, importJob, tellProgress } from "./imports";
import { findImport, insertConversation, updateImport, type ImportRow, type Progress } from "./queries";

const progressEveryMs = 250;
const breakAfter = 100;
const jobPayload = z.object({ importId: z.uuid() });

/** Names this feature's job to the job runner; called before it starts. */
export function registerImport(): void {
  registerJob(importJob, {
    isLong: true,
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
    if (error instanceof ImportIsOver) return;
    if (!(error instanceof ExportFileError)) throw error;
    await end(by, importId, { status: "failed", problem: error.code });
  }
}

async function bringIn(by: SystemGrant, begun: ImportRow, path: string, signal: AbortSignal): Promise<void> {
  let row = begun;
  const total = begun.total ?? (await countConversations(path, signal));
  let index = 0;
  let told = clock.now();
  let skipped: SkipReason[] = [];
  const known = new Set<string>();
  const store = async (conversation: ImportedConversation | null): Promise<void> => {
    row = await mutate(by, (tx) => bringInNext(tx, row, total, skipped, conversation));
    skipped = [];
  };
  for await (const conversation of readConversations(path, isoNow(), signal)) {
    signal.throwIfAborted();
    const key = "skipped" in conversation ? null : `${conversation.source}:${conversation.sourceId}`;
    const isRepeated = key !== null && known.has(key);
    if (key !== null) known.add(key);
    index += 1;
    // Small conversations come by the thousand from one piece of the file, and others wait for this thread.
    if (index % breakAfter === 0) await setImmediate();
    // A run before this one came so far.
    if (index <= begun.done) continue;
    // What isn't brought in costs no statement of its own.
    if ("skipped" in conversation) skipped.push(conversation.skipped);
    else if (isRepeated) skipped.push("existing");
    else await store(conversation);
    if (clock.now() - told < progressEveryMs) continue;
    told = clock.now();
    if (skipped.length > 0) await store(null);
    tellProgress(row);
  }
  if (skipped.length > 0) await store(null);
  await end(by, begun.id, { total, status: "done" });
}

/** Stores a conversation, if any, and with it, how far the import is. @throws ImportIsOver */
async function bringInNext(tx: Tx, row: ImportRow, total: number, before: SkipReason[], conversation: ImportedConversation | null): Promise<ImportRow> {
  const isNew = conversation !== null && (await insertConversation(tx, row.projectId, row.userId, conversation));
  const skipped: SkipReason[] = conversation === null || isNew ? before : [...before, "existing"];
  const skipReasons = { ...row.skipReasons };
  for (const reason of skipped) skipReasons[reason] = (skipReasons[reason] ?? 0) + 1;
  const changed = await updateImport(tx, row.projectId, row.id, {
    status: "running",
    total,
    source: row.source ?? conversation?.source ?? null,
    done: row.done + skipped.length + (isNew ? 1 : 0),
    imported: row.imported + (isNew ? 1 : 0),
    skipped: row.skipped + skipped.length,
    skipReasons,
  });
  // What was just stored is undone with it: nobody would count or tell it.
  if (!changed) throw new ImportIsOver();
  return changed;
}

/** It was cancelled; the job's signal may come later than that. */
class ImportIsOver extends Error {}

async function end(by: SystemGrant, importId: string, change: Progress): Promise<void> {
  const ended = await mutate(by, (tx, emit) => endImport(tx, emit, by.projectId, importId, change));
  if (ended) tellProgress(ended);
  wakeJobs();
}

function requireProject(projectId: string | null): string {
  if (!projectId) throw new Error("the job names no project");
  return projectId;
}
