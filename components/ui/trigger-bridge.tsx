import { useEffect, useLayoutEffect, useState } from "react";
import { setRef, type ElementProps } from "@/components/ui/element-props";
import type { TriggerSlot } from "@/components/ui/trigger-slot";

/**
 * What a trigger of Base UI renders instead of a button: nothing. The button is on the page already, and gets the
 * trigger's properties and reference.
 */
export function TriggerBridge({ slot, given }: { slot: TriggerSlot; given: object }) {
  const { ref, ...props }: ElementProps = { ...given };
  useLayoutEffect(() => setRef(ref, slot.node), [ref, slot]);
  useLayoutEffect(() => slot.give(props));
  useEffect(() => slot.replay(), [slot]);
  return null;
}

/**
 * Whether something may be open that its owner wants open. It is closed at first, so that what opens with the arrival
 * of its code opens like everything else: with its motion, and with the focus.
 */
export function useControlledOpen(open: boolean | undefined): boolean | undefined {
  const [isMounted, setMounted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setMounted(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return open === undefined ? undefined : open && isMounted;
}
