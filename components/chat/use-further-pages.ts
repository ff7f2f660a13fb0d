"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { toast } from "@/components/ui/toaster";
import { useThreadEdges, useThreadOrder, type Thread } from "./state/use-thread";

/** A page is read so long before its place comes into view, and also when the view has gone beyond it, in CSS pixels. */
const ahead = 1_500;
const beyond = 100_000;

type FurtherPages = {
  /** Stands at the end of what is at hand. */
  edge: RefObject<HTMLDivElement | null>;
  failed: boolean;
  load: () => void;
};

/** Reads the next page at one end when that comes near. After a failure the reader decides. */
export function useFurtherPages(thread: Thread, side: "older" | "newer", scroller: RefObject<HTMLElement | null>): FurtherPages {
  const t = useTranslations("chat");
  const edge = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const { hasOlder, hasNewer } = useThreadEdges(thread);
  const hasMore = side === "older" ? hasOlder : hasNewer;
  const load = useCallback(() => {
    setFailed(false);
    (side === "older" ? thread.loadOlder() : thread.loadNewer()).catch(() => {
      setFailed(true);
      toast({ id: side, title: t("loadFailed"), tone: "danger" });
    });
  }, [thread, side, t]);

  const outermost = useThreadOrder(thread).at(side === "older" ? 0 : -1);
  useEffect(() => {
    if (!hasMore || failed || !edge.current) return undefined;
    // Made anew with each page, so that one that doesn't fill the view is followed by the next.
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(), { root: scroller.current, rootMargin: side === "older" ? `${ahead}px 0px ${beyond}px 0px` : `${beyond}px 0px ${ahead}px 0px` });
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [hasMore, failed, load, scroller, outermost, side]);
  return { edge, failed, load };
}
