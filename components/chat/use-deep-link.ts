"use client";

import { useEffect, useRef } from "react";
import type { Thread } from "./state/use-thread";

/** Pages of older messages that are read in search of one. */
const mostPages = 40;
/** How long the message that was looked for stands out, in milliseconds. */
const shownMs = 2_500;

/** Brings the message that the address names (`#m-…`) into view, reading older ones until it is there. */
export function useDeepLink(thread: Thread, show: (element: Element) => void, onMissing: () => void): void {
  const missing = useRef(onMissing);
  useEffect(() => {
    missing.current = onMissing;
  });

  useEffect(() => {
    let current = true;
    async function go(): Promise<void> {
      const { hash } = location;
      if (!hash.startsWith("#m-")) return;
      const find = () => document.getElementById(hash.slice(1));
      for (let page = 0; !find() && thread.store.getEdges().hasOlder && page < mostPages && current; page += 1) {
        // The reader's own scrolling may be reading them already.
        if (thread.store.getEdges().isLoadingOlder) await untilRead(thread);
        else await thread.loadOlder();
        // The rows are on the page after React has drawn them.
        await new Promise(requestAnimationFrame);
      }
      if (!current) return;
      const element = find();
      if (!element) return missing.current();
      show(element);
      element.focus({ preventScroll: true });
      element.dataset["shown"] = "";
      setTimeout(() => delete element.dataset["shown"], shownMs);
    }
    // What can't be read now is told where older messages are read.
    const start = () => void go().catch(() => missing.current());
    start();
    window.addEventListener("hashchange", start);
    return () => {
      current = false;
      window.removeEventListener("hashchange", start);
    };
  }, [thread, show]);
}

function untilRead({ store }: Thread): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.subscribeEdges(() => {
      if (store.getEdges().isLoadingOlder) return;
      stop();
      resolve();
    });
  });
}
