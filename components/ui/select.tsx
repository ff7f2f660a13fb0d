"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlClass } from "@/components/ui/control-class";
import { itemClass, popupClass } from "@/components/ui/popup-class";

export type SelectItem<Value extends string> = {
  value: Value;
  label: string;
  /** A second line that explains the choice. */
  description?: string;
  icon?: ReactNode;
  disabled?: boolean;
};

type SelectProps<Value extends string> = {
  items: readonly SelectItem<Value>[];
  value?: Value | null;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  /** Shown while nothing is chosen. */
  placeholder?: string;
  /** The name for screen readers when no Field labels it. */
  "aria-label"?: string;
  name?: string;
  required?: boolean;
  disabled?: boolean;
  /** "quiet" has no edge until it is hovered: for a row in a table. */
  variant?: "field" | "quiet";
  className?: string;
};

/** One choice of a list. */
export function Select<Value extends string>({ items, value, defaultValue, onValueChange, placeholder, name, required, disabled, variant = "field", className, ...aria }: SelectProps<Value>) {
  return (
    <Base.Root
      items={items}
      name={name}
      required={required}
      disabled={disabled}
      {...(value === undefined ? {} : { value })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      onValueChange={(next) => {
        if (next !== null) onValueChange?.(next);
      }}
    >
      <Base.Trigger
        {...aria}
        className={cn(
          controlClass,
          "flex h-control items-center justify-between gap-2 ps-2.5 pe-2 text-start",
          variant === "quiet" && "w-auto border-transparent bg-transparent text-subtle hover:border-transparent hover:bg-hover hover:text-ink data-popup-open:bg-hover",
          className,
        )}
      >
        <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-faint" />
        <Base.Icon className="text-faint"><ChevronsUpDown className="size-3.5" aria-hidden /></Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup className={cn(popupClass, "max-h-(--available-height) max-w-[min(24rem,var(--available-width))] min-w-(--anchor-width) overflow-y-auto")}>
            {items.map((item) => (
              <Base.Item key={item.value} value={item.value} disabled={item.disabled} label={item.label} className={cn(itemClass, "items-start pe-2")}>
                {item.icon ? <span aria-hidden className="grid h-5 place-items-center">{item.icon}</span> : null}
                <span className="min-w-0 flex-1">
                  <Base.ItemText className="block truncate">{item.label}</Base.ItemText>
                  {item.description ? <span className="block text-xs text-subtle">{item.description}</span> : null}
                </span>
                <span className="grid h-5 w-4 place-items-center">
                  <Base.ItemIndicator><Check className="text-accent-text" aria-hidden /></Base.ItemIndicator>
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
