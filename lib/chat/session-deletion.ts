import "server-only";
import { z } from "zod";
import { requireAuthorOr, type Granted } from "@/lib/access/authorize";
import { systemGrant } from "@/lib/access/system-grant";
import { queueFileRemoval } from "@/lib/core/file-uses";
import { cancelJobs, enqueueJob, registerJob, wakeJobs, type JobRun } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import type { ChatSession } from "./schemas";
import { listSessionFiles, lockSession, markSessionDeleted, removeSession, unmarkSessionDeleted } from "./session-queries";
import { presentSession } from "./sessions";

/** A deletion can be undone for so long, in milliseconds: who notices the next day still finds everything. */
export const undoMs = 24 * 60 * 60 * 1_000;

const purgeJob = "chat.purge-session";
const purgePayload = z.object({ sessionId: z.uuid() });

/**
 * Makes a conversation invisible at once and removes it a day later; answers under way end. For whoever opened it,
 * and for moderators.
 */
export function deleteSession(by: Granted<"chat.write">, sessionId: string): Promise<void> {
  const place = { projectId: by.projectId, sessionId };
  return mutate(by, async (tx, emit, control) => {
    const row = await lockSession(tx, place);
    if (!row || row.deletedAt) throw new AppError("not-found");
    requireAuthorOr(by, row, "chat.moderate");
    await markSessionDeleted(tx, place);
    await enqueueJob(tx, { kind: purgeJob, projectId: by.projectId, payload: { sessionId }, delayMs: undoMs });
    emit("chat:session:deleted", { sessionId, title: row.title });
    control({ kind: "answer-stopped", chatSessionId: sessionId, messageId: null });
  });
}

/**
 * Takes a deletion back. For those who may delete; a conversation that isn't deleted stays as it is.
 * @throws AppError `not-found` once it is removed for good
 */
export function restoreSession(by: Granted<"chat.write">, sessionId: string): Promise<ChatSession> {
  const place = { projectId: by.projectId, sessionId };
  return mutate(by, async (tx, emit) => {
    const row = await lockSession(tx, place);
    if (!row) throw new AppError("not-found");
    requireAuthorOr(by, row, "chat.moderate");
    const restored = row.deletedAt ? await unmarkSessionDeleted(tx, place) : null;
    if (!restored) return presentSession(row);
    await cancelJobs(tx, { kind: purgeJob, projectId: by.projectId, payload: { sessionId } });
    const session = presentSession(restored);
    emit("chat:session:restored", { sessionId, title: session.title }, { thing: session });
    return session;
  });
}

/** Names this feature's job to the job runner; called before it starts. */
export function registerSessionPurge(): void {
  registerJob(purgeJob, { run: purge });
}

/** Removes a conversation whose deletion nobody undid, with its documents and files. */
async function purge({ payload, projectId }: JobRun): Promise<void> {
  if (!projectId) throw new Error("the job names no project");
  const place = { projectId, sessionId: purgePayload.parse(payload).sessionId };
  await mutate(systemGrant("chat", projectId), async (tx) => {
    const row = await lockSession(tx, place);
    // Removed with its project, or restored while this job was being claimed.
    if (!row?.deletedAt) return;
    const hashes = await listSessionFiles(tx, place);
    await removeSession(tx, place);
    for (const hash of hashes) await queueFileRemoval(tx, projectId, hash);
  });
  wakeJobs();
}
