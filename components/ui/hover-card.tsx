"use client";

import type { ReactElement, ReactNode } from "react";
import { deferred } from "@/components/ui/deferred";
import { HoverPopup } from "@/components/ui/hover-popup";

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
    <HoverPopup source={source} delays={delays} trigger={trigger}>
      {({ Card }, floating) => <Card {...floating} side={side} className={className}>{children}</Card>}
    </HoverPopup>
  );
}

const delays = { open: 250, close: 120 };
const source = deferred(() => import("@/components/ui/hover-card-parts"));
