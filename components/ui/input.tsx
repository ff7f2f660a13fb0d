"use client";

import { Input as Base } from "@base-ui/react/input";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlClass } from "@/components/ui/control-class";

export type InputProps = Omit<Base.Props, "className"> & {
  /** A decorative icon at the start. */
  icon?: ReactNode;
  className?: string;
};

/** A line of text. Inside a Field it is labelled and described by it; outside it needs `aria-label`. */
export function Input({ icon, className, ...props }: InputProps) {
  const input = <Base {...props} className={cn(controlClass, "h-control px-2.5", icon ? "ps-8" : undefined, className)} />;
  if (!icon) return input;
  return (
    <span className="relative block w-full">
      <span aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 grid place-items-center text-faint [&_svg]:size-4">{icon}</span>
      {input}
    </span>
  );
}
