"use client";

import type { ReactElement, ReactNode } from "react";
import { deferred } from "@/components/ui/deferred";
import { HoverPopup } from "@/components/ui/hover-popup";
import type { TooltipSide } from "@/components/ui/tooltip-parts";

export type { TooltipSide } from "@/components/ui/tooltip-parts";

type TooltipProps = {
  content: ReactNode;
  /** Keys shown beside the text, written as for Kbd: "mod+k". */
  shortcut?: string | undefined;
  side?: TooltipSide | undefined;
  /** The one element that is explained. It needs a name of its own: a tooltip isn't one. */
  children: ReactElement<Record<string, unknown>>;
};

/** Explains an element on hover and on keyboard focus. Once one has shown, its neighbours show without waiting. */
export function Tooltip({ content, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <HoverPopup source={source} delays={delays} trigger={children}>
      {({ Bubble }, floating) => <Bubble {...floating} content={content} shortcut={shortcut} side={side} />}
    </HoverPopup>
  );
}

const delays = { open: 450, close: 80, grouped: true };
const source = deferred(() => import("@/components/ui/tooltip-parts"));
