import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode, RefObject } from "react";
import { cn } from "@/components/ui/cn";
import type { Opener } from "@/components/ui/deferred-popup";
import { popupClass } from "@/components/ui/popup-class";
import { TriggerBridge, useControlledOpen } from "@/components/ui/trigger-bridge";

/** The parts of a popover, which come when one is about to open. `popover.tsx` is what to import. */
export type RootProps = {
  /** The name for screen readers. */
  label: string;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What it stands beside, if not its trigger. */
  anchor?: RefObject<Element | null>;
  /** Where the focus goes first; else to the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children: ReactNode;
};

export function Root({ opener, label, side = "bottom", align = "start", open, onOpenChange, anchor, initialFocus, className, children }: RootProps & { opener: Opener | null }) {
  return (
    <Base.Root open={useControlledOpen(open)} onOpenChange={(next) => onOpenChange?.(next)}>
      {opener ? <Base.Trigger id={opener.id} render={(given) => <TriggerBridge slot={opener.slot} given={given} />} /> : null}
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} {...(anchor ? { anchor } : {})} className="z-50">
          <Base.Popup aria-label={label} initialFocus={initialFocus} className={cn(popupClass, "max-h-(--available-height) max-w-[min(24rem,var(--available-width))] overflow-y-auto p-3", className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
