import { useCallback, useEffect, useRef, useState, type FocusEvent, type PointerEvent } from "react";

type Delays = {
  /** Milliseconds of rest before it opens. */
  open: number;
  /** Milliseconds in which the pointer may get from the element to what it opened. */
  close: number;
  /** Opens at once shortly after a neighbour did. */
  grouped?: boolean;
};

/**
 * Opens something while the pointer rests on an element or the keyboard's focus is on it, and keeps it open while the
 * pointer is on what opened. A press closes it; a finger doesn't open it. Only one is open at a time.
 */
export function useHoverIntent({ open: openDelay, close: closeDelay, grouped = false }: Delays) {
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [owner] = useState(() => ({}));
  const hide = useCallback(() => {
    clearTimeout(timer.current);
    if (shown?.owner === owner) {
      shown = null;
      if (grouped) closedAt = Date.now();
    }
    setOpen(false);
  }, [grouped, owner]);
  const show = useCallback(() => {
    clearTimeout(timer.current);
    if (shown && shown.owner !== owner) shown.hide();
    shown = { owner, hide };
    setOpen(true);
  }, [hide, owner]);
  const after = (delay: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, delay);
  };

  // The element can go while what it opened is shown.
  useEffect(() => hide, [hide]);

  return {
    isOpen,
    hide,
    /** For the element. */
    anchor: {
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType === "touch") return;
        after(grouped && Date.now() - closedAt < neighbourTime ? 0 : openDelay, show);
      },
      onPointerLeave: () => after(closeDelay, hide),
      onPointerDown: hide,
      onFocus: (event: FocusEvent) => {
        if (event.currentTarget.matches(":focus-visible")) show();
      },
      onBlur: hide,
    },
    /** For what it opens. */
    popup: { onPointerEnter: () => clearTimeout(timer.current), onPointerLeave: () => after(closeDelay, hide) },
  };
}

const neighbourTime = 400;
let shown: { owner: object; hide: () => void } | null = null;
let closedAt = 0;
