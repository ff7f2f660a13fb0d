"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "@/lib/http/client";
import type { Document } from "@/lib/knowledge/schemas";
import { uploadFile } from "./upload-file";

/** What the server takes: told to the browser, so that a file it won't take isn't sent first. */
export type UploadLimits = { mostBytes: number; types: readonly string[] };

export type Upload = {
  id: string;
  file: File;
  /** 0 to 1 while it is sent. */
  progress: number;
  state: "waiting" | "sending" | "done" | "failed";
  /** Why it failed: a problem's code. */
  problem: string | null;
  document: Document | null;
};

export type Uploads = {
  uploads: Upload[];
  add: (files: readonly File[]) => void;
  /** Ends one that is under way, or takes one that is over off the list. */
  remove: (id: string) => void;
  retry: (id: string) => void;
};

/** So many at a time: the rest waits, and the page's other requests still get through. */
const atOnce = 2;

/**
 * Files on their way to the project's documents. `onDone` is told of each document that was made, and may take its
 * upload off the list.
 */
export function useUploads(projectId: string, limits: UploadLimits, onDone?: (document: Document, dismiss: () => void) => void): Uploads {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const told = useRef(onDone);
  useEffect(() => {
    told.current = onDone;
  });

  const change = useCallback((id: string, values: Partial<Upload>) => setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...values } : one))), []);

  useEffect(() => {
    const sending = running.current;
    for (const { id, file, state } of uploads) {
      if (sending.size >= atOnce) break;
      if (state !== "waiting" || sending.has(id)) continue;
      const controller = new AbortController();
      sending.set(id, controller);
      change(id, { state: "sending", progress: 0 });
      // What waits is looked at again with the change of state, so this one's place must be free by then.
      uploadFile(projectId, file, (progress) => change(id, { progress }), controller.signal).then(
        (document) => {
          sending.delete(id);
          change(id, { state: "done", progress: 1, document });
          told.current?.(document, () => setUploads((all) => all.filter((one) => one.id !== id)));
        },
        (thrown: unknown) => {
          sending.delete(id);
          change(id, { state: "failed", problem: thrown instanceof ApiError ? thrown.problem.code : "connection" });
        },
      );
    }
  }, [uploads, projectId, change]);

  const add = useCallback(
    (files: readonly File[]) =>
      setUploads((all) => [
        ...all,
        ...files.map((file): Upload => {
          const problem = refusal(file, limits);
          return { id: `${Date.now()}-${nextNumber++}`, file, progress: 0, state: problem ? "failed" : "waiting", problem, document: null };
        }),
      ]),
    [limits],
  );
  const remove = useCallback((id: string) => {
    running.current.get(id)?.abort();
    setUploads((all) => all.filter((one) => one.id !== id));
  }, []);
  const retry = useCallback((id: string) => change(id, { state: "waiting", problem: null, progress: 0 }), [change]);
  return useMemo(() => ({ uploads, add, remove, retry }), [uploads, add, remove, retry]);
}

let nextNumber = 0;

/** Why the server would refuse a file, as the code it would answer with. */
export function refusal(file: Pick<File, "name" | "size">, { mostBytes, types }: UploadLimits): string | null {
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  if (!types.includes(ending === "markdown" ? "md" : ending)) return "unsupported-media-type";
  if (file.size > mostBytes) return "too-large";
  return file.size === 0 ? "empty" : null;
}

/** For a file input's `accept`. */
export const acceptOf = ({ types }: UploadLimits): string => types.map((type) => `.${type}`).join(",");
