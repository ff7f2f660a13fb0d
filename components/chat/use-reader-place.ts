"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** How near to the end counts as being there, in CSS pixels. */
const near = 64;

type ReaderPlace = {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
  /** Brings an element to the middle and keeps it there while the rest changes. */
  show: (element: Element) => void;
};

/**
 * Keeps what is read where it is. The scroller is a column in reverse, so that it stands at its end before any script
 * runs; its `scrollTop` is 0 there and negative above. At the end the reader follows what is added; elsewhere the
 * element at the top of the view stays in its place, whatever is added above or below it. `selector` names the
 * elements that may be held; `onTop` is told the first of them in view, or null at the end.
 */
export function useReaderPlace(selector: string, onTop: (element: Element | null) => void): ReaderPlace {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const held = useRef<{ element: Element; top: number } | null>(null);
  const isAtEnd = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const hold = useCallback(() => {
    const view = scroller.current;
    if (!view) return;
    isAtEnd.current = view.scrollTop > -near;
    setAtEnd(isAtEnd.current);
    held.current = isAtEnd.current ? null : firstInView(view, selector);
    onTop(held.current?.element ?? null);
  }, [selector, onTop]);

  useLayoutEffect(() => {
    const view = scroller.current;
    const inside = content.current;
    if (!view || !inside) return undefined;
    // Whoever has scrolled before the script was there isn't thrown back to the end.
    isAtEnd.current = view.scrollTop > -near;
    held.current = isAtEnd.current ? null : firstInView(view, selector);
    // Reported after layout and before painting: what is put right here is never seen out of place.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) view.scrollTop = 0;
      else if (held.current?.element.isConnected) view.scrollTop += topWithin(view, held.current.element) - held.current.top;
      else hold();
    });
    observer.observe(inside);
    observer.observe(view);
    return () => observer.disconnect();
  }, [hold, selector]);

  useEffect(() => {
    const view = scroller.current;
    view?.addEventListener("scroll", hold, { passive: true });
    hold();
    return () => view?.removeEventListener("scroll", hold);
  }, [hold]);

  const toEnd = useCallback(() => {
    isAtEnd.current = true;
    scroller.current?.scrollTo({ top: 0, behavior: "instant" });
    hold();
  }, [hold]);

  const show = useCallback(
    (element: Element) => {
      element.scrollIntoView({ block: "center", behavior: "instant" });
      hold();
    },
    [hold],
  );

  return { scroller, content, atEnd, toEnd, show };
}

function firstInView(view: Element, selector: string): { element: Element; top: number } | null {
  for (const element of view.querySelectorAll(selector)) {
    const top = topWithin(view, element);
    if (top + element.getBoundingClientRect().height > 0) return { element, top };
  }
  return null;
}

function topWithin(view: Element, element: Element): number {
  return element.getBoundingClientRect().top - view.getBoundingClientRect().top;
}
