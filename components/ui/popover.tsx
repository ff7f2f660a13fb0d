"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { popupClass } from "@/components/ui/popup-class";

type PopoverProps = {
  trigger: ReactElement<Record<string, unknown>>;
  /** The name for screen readers. */
  label: string;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Opens on hover too, after a moment. */
  openOnHover?: boolean;
  className?: string;
  children: ReactNode;
};

/** A small sheet beside its button, for anything but a list of actions. */
export function Popover({ trigger, label, side = "bottom", align = "start", open, onOpenChange, openOnHover, className, children }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} openOnHover={openOnHover} delay={250} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup aria-label={label} className={cn(popupClass, "max-h-(--available-height) max-w-[min(24rem,var(--available-width))] overflow-y-auto p-3", className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
