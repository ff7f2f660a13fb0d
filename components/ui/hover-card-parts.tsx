import { PreviewCard as Base } from "@base-ui/react/preview-card";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Floating } from "@/components/ui/hover-popup";
import { popupClass } from "@/components/ui/popup-class";
import { useControlledOpen } from "@/components/ui/trigger-bridge";

type CardProps = Floating & { side: "top" | "bottom"; className: string | undefined; children: ReactNode };

/** What a hover card shows, which comes with the first one. `hover-card.tsx` is what to import. */
export function Card({ anchor, open, onOpenChange, hover, side, className, children }: CardProps) {
  return (
    <Base.Root open={useControlledOpen(open)} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup {...hover} className={cn(popupClass, "max-h-(--available-height) w-[min(24rem,var(--available-width))] overflow-y-auto p-3", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
