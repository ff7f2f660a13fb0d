"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type SegmentedControlProps<Value extends string> = {
  /** The name for screen readers when no Field labels it. */
  "aria-label"?: string;
  items: readonly { value: Value; label: string; icon?: ReactNode }[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  /** Icons alone are shown; the labels are spoken. */
  iconsOnly?: boolean;
  name?: string;
  disabled?: boolean;
  className?: string;
};

/** One choice of a few, all in view. */
export function SegmentedControl<Value extends string>({ items, value, defaultValue, onValueChange, iconsOnly = false, name, disabled, className, ...aria }: SegmentedControlProps<Value>) {
  return (
    <RadioGroup
      {...aria}
      name={name}
      disabled={disabled}
      {...(value === undefined ? {} : { value })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      onValueChange={(next: unknown) => {
        const item = items.find((one) => one.value === next);
        if (item) onValueChange?.(item.value);
      }}
      className={cn("inline-flex w-fit rounded-md border border-line bg-sunken p-0.5", className)}
    >
      {items.map((item) => (
        <Radio.Root
          key={item.value}
          value={item.value}
          aria-label={item.label}
          title={iconsOnly ? item.label : undefined}
          className={cn(
            "inline-flex h-[calc(var(--control-height)-6px)] items-center justify-center gap-1.5 rounded-sm border border-transparent text-sm font-medium text-subtle select-none",
            "cursor-pointer transition-colors hover:text-ink data-checked:border-line-strong data-checked:bg-raised data-checked:text-ink data-disabled:opacity-50 [&_svg]:size-4",
            iconsOnly ? "w-[calc(var(--control-height)-2px)]" : "px-2.5",
          )}
        >
          {item.icon ? <span aria-hidden>{item.icon}</span> : null}
          {iconsOnly ? null : item.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
