"use client";

import { useEffect } from "react";
import { deferred } from "@/components/ui/deferred";
import { useDeferred } from "@/components/ui/use-deferred";
import { ToastQueue, type ToastOptions } from "@/components/ui/toast-queue";

export type { ToastOptions } from "@/components/ui/toast-queue";

/** Shows a toast; gives back its id for `closeToast`. Callable from anywhere in the browser. */
export const toast = (options: ToastOptions): string => queue.show(options);

export const closeToast = (id: string): void => queue.close(id);

/**
 * Where toasts appear; once, in the root layout. Never over a composer, which is at the foot: on a phone that is the
 * top, elsewhere the corner below the rail.
 * `label` names the region, `closeLabel` each toast's close button.
 */
export function Toaster({ label, closeLabel }: { label: string; closeLabel: string }) {
  const [parts, ask] = useDeferred(source);
  useEffect(() => queue.onWaiting(ask), [ask]);
  return parts ? <parts.Viewport queue={queue} label={label} closeLabel={closeLabel} /> : null;
}

const queue = new ToastQueue();
const source = deferred(() => import("@/components/ui/toaster-parts"));
