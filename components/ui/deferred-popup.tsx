"use client";

import { useEffect, useId, useMemo, useState, useSyncExternalStore, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode, type SyntheticEvent } from "react";
import type { Deferred } from "@/components/ui/deferred";
import { joinRefs, withProps, type ElementProps } from "@/components/ui/element-props";
import { TriggerSlot } from "@/components/ui/trigger-slot";
import { useDeferred } from "@/components/ui/use-deferred";

export type TriggerElement = ReactElement<Record<string, unknown>>;

/** The button on the page, for the trigger that comes later. */
export type Opener = { slot: TriggerSlot; id: string };

type DeferredPopupProps<Part> = {
  source: Deferred<Part>;
  trigger?: TriggerElement | undefined;
  popup: "menu" | "dialog";
  /** What is open from outside is fetched at once. */
  open?: boolean | undefined;
  children: (part: Part, opener: Opener | null) => ReactNode;
};

/**
 * Something that opens, whose code is fetched when it is first needed: when the pointer or the focus comes to its
 * trigger, when that is pressed, or when `open` says so.
 */
export function DeferredPopup<Part>({ source, trigger, popup, open = false, children }: DeferredPopupProps<Part>) {
  const [part, ask] = useDeferred(source);
  const [slot] = useState(() => new TriggerSlot());
  const ownId = useId();
  const id = typeof trigger?.props["id"] === "string" ? trigger.props["id"] : ownId;

  useEffect(() => {
    if (open) ask();
  }, [open, ask]);

  return (
    <>
      {trigger ? <Trigger element={trigger} slot={slot} id={id} popup={popup} ask={ask} /> : null}
      {part ? children(part, trigger ? { slot, id } : null) : null}
    </>
  );
}

type TriggerProps = { element: TriggerElement; slot: TriggerSlot; id: string; popup: "menu" | "dialog"; ask: () => void };

/** Stands apart from what it opens, because the properties given to it change with every rendering of that. */
function Trigger({ element, slot, id, popup, ask }: TriggerProps) {
  const given = useSyncExternalStore(slot.subscribe, () => slot.given, () => null);
  const ownRef = element.props["ref"];
  const ref = useMemo(() => joinRefs(ownRef, slot.hold), [ownRef, slot]);

  const props: ElementProps = {
    ...(given ?? { "aria-haspopup": popup, "aria-expanded": false }),
    id,
    ref,
    onPointerEnter: (event: PointerEvent) => {
      ask();
      slot.pass("onPointerEnter", event);
    },
    onFocus: (event: SyntheticEvent) => {
      ask();
      slot.pass("onFocus", event);
    },
    onPointerDown: (event: PointerEvent) => slot.pointerDown(event),
    onMouseDown: (event: SyntheticEvent) => slot.mouseDown(event),
    onClick: (event: SyntheticEvent) => {
      if (!slot.click(event)) ask();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (given) return slot.pass("onKeyDown", event);
      if (popup !== "menu" || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      // The page would scroll.
      event.preventDefault();
      if (!slot.keyDown(event)) ask();
    },
  };
  return withProps(element, props);
}
