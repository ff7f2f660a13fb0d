import "server-only";
import { z } from "zod";
import { authorize, requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, transaction, type Tx } from "@/lib/core/db";
import { holdFiles, queueFileRemoval, removeFilesIfUnused } from "@/lib/core/file-uses";
import { putFile } from "@/lib/core/files";
import { newId } from "@/lib/core/ids";
import { abortJobs, cancelJobs, enqueueJob, wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { broadcast, mutate, type Emit } from "@/lib/events/mutate";
import { receiveFiles } from "@/lib/http/multipart";
import { findImport, insertImport, listImports as listRows, updateImport, type ImportRow, type Progress } from "./queries";
import { mostImportBytes, type ChatImport } from "./schemas";

/** The kind of this feature's job; `run-import.ts` runs it. */
export const importJob = "chat.import";

/**
 * Stores an export file and queues its import.
 * @throws AppError as `receiveFiles` does
 */
export async function createImport(by: Granted<"chat.write">, request: Request): Promise<ChatImport> {
  let hash = "";
  try {
    const [file] = await receiveFiles(request, {
      mostFiles: 1,
      mostFileBytes: mostImportBytes,
      store: async (stream, name) => {
        const stored = await putFile(stream, { maxBytes: mostImportBytes });
        hash = stored.hash;
        return { ...stored, name: nameOf(name) };
      },
    });
    if (!file) throw new Error("no file was received");
    // It may have taken minutes to arrive, and by then the project may be archived or the sender no member any more.
    await authorize(by.actor, by.projectId, "chat.write");
    const made = await mutate(by, async (tx) => {
      await holdFiles(tx, [file.hash]);
      const row = await insertImport(tx, by.projectId, { id: newId(), userId: by.actor.id, fileName: file.name, filePath: file.hash, fileSize: file.size });
      await enqueueJob(tx, { kind: importJob, projectId: by.projectId, payload: { importId: row.id } });
      return presentImport(row);
    });
    wakeJobs();
    return made;
  } catch (error) {
    if (hash) await transaction((tx) => removeFilesIfUnused(tx, [hash]));
    throw error;
  }
}

/** Newest first. */
export async function listImports(by: Granted<"chat.read">, query: { limit: number; cursor?: string | undefined }): Promise<{ items: ChatImport[]; nextCursor: string | null }> {
  const after = query.cursor ? decodeCursor(z.tuple([momentInput, z.guid()]), query.cursor) : null;
  const rows = await listRows(db(), by.projectId, after, query.limit + 1);
  return toPage(rows.map(presentImport), query.limit, (row) => [row.createdAt, row.id]);
}

/** @throws AppError `not-found` */
export async function getImport(by: Granted<"chat.read">, importId: string): Promise<ChatImport> {
  const row = await findImport(db(), by.projectId, importId);
  if (!row) throw new AppError("not-found");
  return presentImport(row);
}

/**
 * Ends an import; what it has brought in so far stays. For whoever began it, and for moderators.
 * @throws AppError `conflict` when it is over
 */
export async function cancelImport(by: Granted<"chat.write">, importId: string): Promise<void> {
  const { row, cancelled } = await mutate(by, async (tx, emit) => {
    const known = await findImport(tx, by.projectId, importId);
    if (!known) throw new AppError("not-found");
    requireAuthorOr(by, known, "chat.moderate");
    const ended = await endImport(tx, emit, by.projectId, importId, { status: "cancelled" });
    if (!ended) throw new AppError("conflict", "The import is over.");
    return { row: ended, cancelled: await cancelJobs(tx, { kind: importJob, projectId: by.projectId, payload: { importId } }) };
  });
  abortJobs(cancelled);
  wakeJobs();
  tellProgress(row);
}

/**
 * Ends an import in whatever way, lets its file go and says what it brought in.
 * @returns null when it was over, or is gone
 */
export async function endImport(tx: Tx, emit: Emit, projectId: string, importId: string, change: Progress): Promise<ImportRow | null> {
  const row = await updateImport(tx, projectId, importId, change);
  if (!row) return null;
  await queueFileRemoval(tx, projectId, row.filePath);
  if (row.imported > 0) emit("chat:imported", { importId, source: row.source ?? "", count: row.imported }, { userId: row.userId });
  return row;
}

/** Tells the project's members how far an import is. */
export function tellProgress({ projectId, id: importId, status, done, total }: ImportRow): void {
  // Never rejects: what passes by once is not worth an error.
  void broadcast(projectId, null, "chat:import:progress", { importId, status, done, total });
}

const nameOf = (name: string): string => name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, "").slice(-255).trim() || "export";

const presentImport = ({ filePath: _path, fileSize: _size, ...row }: ImportRow): ChatImport => row;
