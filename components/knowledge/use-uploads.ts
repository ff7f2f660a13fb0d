"use client";

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { sendFile } from "@/components/uploads/send-file";
import { UploadQueue, type Upload } from "@/components/uploads/upload-queue";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";

/** What the server takes: told to the browser, so that a file it won't take isn't sent first. */
export type UploadLimits = { mostBytes: number; types: readonly string[] };

export type Uploads = {
  uploads: readonly Upload<Document>[];
  add: (files: readonly File[]) => void;
  /** Ends one that is under way, or takes one that is over off the list. */
  remove: (id: string) => void;
  retry: (id: string) => void;
};

/**
 * Files on their way to the project's documents. `onDone` is told of each document that was made, and may take its
 * upload off the list.
 */
export function useUploads(projectId: string, limits: UploadLimits, onDone?: (document: Document, dismiss: () => void) => void): Uploads {
  const [queue] = useState(
    () =>
      new UploadQueue<Document>({
        send: (file, onProgress, signal) => sendFile<Document>(api.documents(projectId), file, onProgress, signal),
        refuse: (file) => refusal(file, limits),
      }),
  );
  const told = useRef(onDone);
  useEffect(() => {
    told.current = onDone;
  });
  useEffect(() => queue.subscribeDone(({ id, result }) => result && told.current?.(result, () => queue.remove(id))), [queue]);
  const uploads = useSyncExternalStore(queue.subscribe, queue.get, queue.get);
  return useMemo(() => ({ uploads, add: queue.add, remove: queue.remove, retry: queue.retry }), [uploads, queue]);
}

/** Why the server would refuse a file, as the code it would answer with. */
export function refusal(file: Pick<File, "name" | "size">, { mostBytes, types }: UploadLimits): string | null {
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  if (!types.includes(ending === "markdown" ? "md" : ending)) return "unsupported-media-type";
  if (file.size > mostBytes) return "too-large";
  return file.size === 0 ? "empty" : null;
}

/** For a file input's `accept`. */
export const acceptOf = ({ types }: UploadLimits): string => types.map((type) => `.${type}`).join(",");
