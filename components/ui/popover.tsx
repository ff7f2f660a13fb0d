"use client";

import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";
import type { RootProps } from "@/components/ui/popover-parts";

type PopoverProps = RootProps & {
  /** The button that opens it; without one, `open`, `onOpenChange` and `anchor` do. */
  trigger?: TriggerElement;
};

/** A small sheet beside its button, for anything but a list of actions. */
export function Popover({ trigger, ...props }: PopoverProps) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="dialog" open={props.open}>
      {(parts, opener) => <parts.Root {...props} opener={opener} />}
    </DeferredPopup>
  );
}

const source = deferred(() => import("@/components/ui/popover-parts"));
