"use client";

import { useEffect, useRef, useState, type RefObject } from "react";

/** An element's place, and whether it has ever come near what is seen. */
export function useNear<Element extends HTMLElement>(): [RefObject<Element | null>, boolean] {
  const place = useRef<Element>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || !place.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: "200px 0px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [near]);
  return [place, near];
}
