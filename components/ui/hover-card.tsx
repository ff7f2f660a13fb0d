"use client";

import { PreviewCard as Base } from "@base-ui/react/preview-card";
import type { ReactElement, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { popupClass } from "@/components/ui/popup-class";

type HoverCardProps = {
  /** The link that is previewed: an anchor or Link. What the card shows must be reachable by following it. */
  trigger: ReactElement<Record<string, unknown>>;
  side?: "top" | "bottom";
  className?: string;
  children: ReactNode;
};

/** Shows what a link leads to, on hover and on keyboard focus. */
export function HoverCard({ trigger, side = "top", className, children }: HoverCardProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} delay={250} closeDelay={120} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className={cn(popupClass, "max-h-(--available-height) w-[min(24rem,var(--available-width))] overflow-y-auto p-3", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
