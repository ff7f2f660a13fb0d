import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Model } from "@/lib/core/ai";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { openFile } from "@/lib/core/files";
import { logger } from "@/lib/core/logger";
import { listQuestionAttachments, type QuestionAttachment } from "./attachment-queries";
import type { HistoryMessage } from "./history";
import { listDocumentStates } from "./queries";

/** What came with a message, as a model is told of it. Only a picture that is `given` has bytes. */
export type MessageFile = {
  name: string;
  mediaType: string;
  kind: "picture" | "document";
  state: "given" | "unseen" | "left-out" | "reading" | "failed" | "gone";
  documentId: string | null;
  data: Uint8Array | null;
};

/** An answer waits so long for a question's documents to be read, and looks so often; milliseconds. */
const patience = { mostMs: 120_000, everyMs: 300 };
/** The newest pictures go along, as long as they have no more bytes together. */
const mostPictureBytes = 12_000_000;

/** Waits until documents are read or have failed, for a bounded time, or until `signal` aborts. */
export async function untilRead(projectId: string, documentIds: string[], signal: AbortSignal): Promise<void> {
  if (documentIds.length === 0) return;
  const until = clock.now() + patience.mostMs;
  while (!signal.aborted && clock.now() < until) {
    const states = await listDocumentStates(db(), projectId, documentIds);
    if (states.every(({ status }) => status === "ready" || status === "failed")) return;
    // The only reason to reject is the signal, which the loop looks at.
    await wait(patience.everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What came with messages, by their ids. `messages` are newest first, because the newest pictures are shown, and so many. */
export async function loadFiles(projectId: string, messages: Pick<HistoryMessage, "id" | "attachments">[], model: Model, pictures: number): Promise<Map<string, MessageFile[]>> {
  const ids = messages.filter(({ attachments }) => attachments.length > 0).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const attached = Map.groupBy(await listQuestionAttachments(db(), projectId, ids), ({ messageId }) => messageId);
  const left = { count: pictures, bytes: mostPictureBytes };
  const files = new Map<string, MessageFile[]>();
  for (const id of ids) {
    const ofMessage: MessageFile[] = [];
    for (const attachment of attached.get(id) ?? []) ofMessage.push(isPicture(attachment) ? await picture(attachment, model, left) : document(attachment));
    files.set(id, ofMessage);
  }
  return files;
}

export const isPicture = ({ width }: { width: number | null }): boolean => width !== null;

function document({ name, mediaType, documentId, documentStatus }: QuestionAttachment): MessageFile {
  const states = { ready: "given", queued: "reading", processing: "reading", failed: "failed" } as const;
  return { name, mediaType, kind: "document", state: documentStatus ? states[documentStatus] : "gone", documentId, data: null };
}

/** Takes what it gives from `left`. */
async function picture({ name, mediaType, size, hash }: QuestionAttachment, model: Model, left: { count: number; bytes: number }): Promise<MessageFile> {
  const file = { name, mediaType, kind: "picture" as const, documentId: null, data: null };
  if (!model.sees) return { ...file, state: "unseen" };
  if (left.count === 0 || size > left.bytes) return { ...file, state: "left-out" };
  left.count -= 1;
  left.bytes -= size;
  try {
    return { ...file, state: "given", data: Buffer.concat(await Array.fromAsync(await openFile(hash))) };
  } catch (error) {
    logger().warn({ err: error, hash }, "a picture could not be read");
    return { ...file, state: "gone" };
  }
}
