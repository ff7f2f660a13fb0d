import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import type { Floating } from "@/components/ui/hover-popup";
import { Kbd } from "@/components/ui/kbd";
import { useControlledOpen } from "@/components/ui/trigger-bridge";

export type TooltipSide = "top" | "bottom" | "left" | "right" | "inline-start" | "inline-end";

type BubbleProps = Floating & { content: ReactNode; shortcut: string | undefined; side: TooltipSide };

/** What a tooltip shows, which comes with the first one. `tooltip.tsx` is what to import. */
export function Bubble({ anchor, open, onOpenChange, hover, content, shortcut, side }: BubbleProps) {
  return (
    <Base.Root open={useControlledOpen(open)} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup
            {...hover}
            className="flex max-w-72 items-center gap-2 rounded-sm bg-ink px-2 py-1 text-xs text-paper transition-opacity duration-120 data-ending-style:opacity-0 data-instant:transition-none data-starting-style:opacity-0"
          >
            {content}
            {shortcut ? <Kbd keys={shortcut} inverted /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
