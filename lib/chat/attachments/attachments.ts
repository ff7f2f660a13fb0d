import "server-only";
import type { Readable } from "node:stream";
import type { Granted } from "@/lib/access/authorize";
import { db } from "@/lib/core/db";
import { openFile } from "@/lib/core/files";
import { abortJobs, wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { deleteUnsent, findAttachment, type AttachmentRow } from "./queries";
import { releaseFiles } from "./release";
import type { Attachment } from "./schemas";

/** @throws AppError `not-found`, also for what somebody else hasn't sent yet */
export async function getAttachment(by: Granted<"chat.read">, attachmentId: string): Promise<Attachment> {
  return presentAttachment(await requireAttachment(by, attachmentId));
}

/** The bytes as they came. Only a picture may be shown in a page. @throws AppError `not-found` */
export async function openAttachment(by: Granted<"chat.read">, attachmentId: string): Promise<{ stream: Readable; attachment: Attachment; isPicture: boolean }> {
  const row = await requireAttachment(by, attachmentId);
  return { stream: await openFile(row.filePath), attachment: presentAttachment(row), isPicture: row.width !== null };
}

/** Takes an own file back that wasn't sent. @throws AppError `not-found`, `conflict` for one that was sent */
export async function deleteAttachment(by: Granted<"chat.write">, attachmentId: string): Promise<void> {
  const cancelled = await mutate(by, async (tx) => {
    const row = await findAttachment(tx, by.projectId, by.actor.id, attachmentId);
    if (!row) throw new AppError("not-found");
    const [deleted] = row.messageId ? [] : await deleteUnsent(tx, by.projectId, [attachmentId]);
    if (!deleted) throw new AppError("conflict", "It was sent: delete its message instead.");
    return releaseFiles(tx, by.projectId, [deleted]);
  });
  abortJobs(cancelled);
  wakeJobs();
}

/** A row as the API shows it, and as a message carries it. */
export const presentAttachment = ({ id, name, mediaType, size, width, height, documentId }: AttachmentRow): Attachment => ({ id, name, mediaType, size, width, height, documentId });

async function requireAttachment(by: Granted<"chat.read">, attachmentId: string): Promise<AttachmentRow> {
  const row = await findAttachment(db(), by.projectId, by.actor.id, attachmentId);
  if (!row) throw new AppError("not-found");
  return row;
}
