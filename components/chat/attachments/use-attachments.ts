"use client";

import { useMemo, useSyncExternalStore } from "react";
import { sendFile } from "@/components/uploads/send-file";
import { UploadQueue, type Upload } from "@/components/uploads/upload-queue";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { apiClient, ApiError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

/** Files that will go with the message being written. */
export type Attaching = {
  uploads: readonly Upload<Attachment>[];
  add: (files: readonly File[]) => void;
  /** Ends one that is under way, or takes one back that was uploaded. */
  remove: (id: string) => void;
  retry: (id: string) => void;
  /** Takes those off the list that a message was sent with. */
  forget: (ids: readonly string[]) => void;
};

/** What the server takes, told to the browser so that a file which it won't take isn't sent first. */
export type AttachmentLimits = { mostBytes: number; most: number };

/** The files that will go with what is written in a place. */
export function useAttachments(userId: string, projectId: string, place: string, limits: AttachmentLimits): Attaching {
  const queue = attachmentQueue(userId, projectId, place, limits);
  const uploads = useSyncExternalStore(queue.subscribe, queue.get, none);
  return useMemo(
    () => ({
      uploads,
      add: queue.add,
      retry: queue.retry,
      forget: queue.forget,
      remove: (id) => {
        const removed = queue.remove(id)?.result;
        // What stays behind on the server is cleared there after a day.
        if (removed) apiClient.delete(api.attachment(projectId, removed.id)).catch(() => undefined);
      },
    }),
    [uploads, queue, projectId],
  );
}

/** The files for what is written in a place, always the same queue. */
export function attachmentQueue(userId: string, projectId: string, place: string, { mostBytes, most }: AttachmentLimits): UploadQueue<Attachment> {
  const key = `${userId}:${place}`;
  const known = queues.get(key);
  if (known) return known;
  const queue: UploadQueue<Attachment> = new UploadQueue({
    most,
    refuse: ({ size }) => (size > mostBytes ? "too-large" : size === 0 ? "empty" : null),
    send: async (file, onProgress, signal) => {
      const { items } = await sendFile<{ items: Attachment[] }>(api.attachments(projectId), file, onProgress, signal);
      if (!items[0]) throw new ApiError({ type: "about:blank", title: "Nothing was stored", status: 500, code: "internal" });
      return items[0];
    },
  });
  queues.set(key, queue);
  return queue;
}

/** The queues of all places written in, so that going elsewhere and coming back neither ends nor loses an upload. */
const queues = new Map<string, UploadQueue<Attachment>>();

const nothing: readonly Upload<Attachment>[] = [];
const none = () => nothing;
