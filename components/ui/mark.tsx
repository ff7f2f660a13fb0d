import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/**
 * Socrates' sign: a ring that a question keeps open. Decorative unless `label` names it.
 * Its size is that of its class (`size-4` by default), its colour the accent unless a class says otherwise.
 */
export function Mark({ label, className, ...props }: Omit<ComponentProps<"svg">, "children"> & { label?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={cn("size-4 shrink-0 text-accent", className)}
      {...props}
    >
      <path d={markRing} stroke="currentColor" strokeWidth={3} strokeLinecap="round" />
      <circle cx={8.7} cy={20.2} r={2.2} fill="currentColor" />
    </svg>
  );
}

/** The ring alone, from the left round over the top to the foot. The same path is in app/icon.svg. */
export const markRing = "M4.07 13.28A8.1 8.1 0 1 1 15.56 18.79";
