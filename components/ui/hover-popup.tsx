"use client";

import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import type { Deferred } from "@/components/ui/deferred";
import { useDeferred } from "@/components/ui/use-deferred";
import { joinRefs, withProps } from "@/components/ui/element-props";
import { useHoverIntent } from "@/components/ui/use-hover-intent";

/** What a part that floats beside an element is told. */
export type Floating = {
  anchor: Element | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  hover: ReturnType<typeof useHoverIntent>["popup"];
};

type HoverPopupProps<Part> = {
  source: Deferred<Part>;
  delays: Parameters<typeof useHoverIntent>[0];
  trigger: ReactElement<Record<string, unknown>>;
  children: (part: Part, floating: Floating) => ReactNode;
};

/** Something that floats beside an element on hover and on keyboard focus; its code is fetched the first time. */
export function HoverPopup<Part>({ source, delays, trigger, children }: HoverPopupProps<Part>) {
  const [part, ask] = useDeferred(source);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const { isOpen, hide, anchor: handlers, popup } = useHoverIntent(delays);

  useEffect(() => {
    if (isOpen) ask();
  }, [isOpen, ask]);

  const element = withProps(trigger, {
    ...handlers,
    ref: joinRefs(trigger.props["ref"], setAnchor),
    // Fetched while the pointer is still resting.
    onPointerEnter: (event: Parameters<typeof handlers.onPointerEnter>[0]) => {
      if (event.pointerType !== "touch") source.load().catch(() => undefined);
      handlers.onPointerEnter(event);
    },
  });
  return (
    <>
      {element}
      {part ? children(part, { anchor, open: isOpen, onOpenChange: (open) => (open ? undefined : hide()), hover: popup }) : null}
    </>
  );
}
