"use client";

import { Progress as Base } from "@base-ui/react/progress";
import { cn } from "@/components/ui/cn";

type ProgressProps = {
  /** What progresses; shown above the bar unless `labelHidden`. */
  label: string;
  labelHidden?: boolean;
  /** From 0 to `max`; null while the end isn't known. */
  value: number | null;
  max?: number;
  /** How far it is, in words ("Page 3 of 14"). */
  valueLabel?: string;
  className?: string;
};

/** A bar for work whose end is known, or at least named. */
export function Progress({ label, labelHidden = false, value, max = 100, valueLabel, className }: ProgressProps) {
  return (
    <Base.Root value={value} max={max} getAriaValueText={(formatted) => valueLabel ?? formatted} className={cn("grid gap-1.5", className)}>
      <div className={cn("flex justify-between gap-3 text-sm", labelHidden && !valueLabel && "sr-only")}>
        <Base.Label className={cn("truncate", labelHidden && "sr-only")}>{label}</Base.Label>
        {valueLabel ? <span className="shrink-0 text-faint tabular-nums">{valueLabel}</span> : null}
      </div>
      <Base.Track className="relative h-1 overflow-hidden rounded-full bg-selected">
        {value === null ? (
          <span className="absolute inset-y-0 w-2/5 animate-sweep rounded-full bg-accent" />
        ) : (
          <Base.Indicator className="rounded-full bg-accent transition-[width] duration-200" />
        )}
      </Base.Track>
    </Base.Root>
  );
}
