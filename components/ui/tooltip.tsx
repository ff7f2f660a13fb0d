"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

export type TooltipSide = "top" | "bottom" | "left" | "right" | "inline-start" | "inline-end";

type TooltipProps = {
  content: ReactNode;
  /** Keys shown beside the text, written as for Kbd: "mod+k". */
  shortcut?: string | undefined;
  side?: TooltipSide | undefined;
  /** The one element that is explained. It needs a name of its own: a tooltip isn't one. */
  children: ReactElement<Record<string, unknown>>;
};

/** Explains an element on hover and on keyboard focus. */
export function Tooltip({ content, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger delay={450} render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-sm bg-ink px-2 py-1 text-xs text-paper transition-opacity duration-120 data-ending-style:opacity-0 data-instant:transition-none data-starting-style:opacity-0">
            {content}
            {shortcut ? <Kbd keys={shortcut} inverted /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Around the app: once one tooltip has shown, its neighbours show without waiting. */
export function TooltipGroup({ children }: { children: ReactNode }) {
  return <Base.Provider timeout={400}>{children}</Base.Provider>;
}
