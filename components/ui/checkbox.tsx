"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import { useId, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type CheckboxProps = {
  label: ReactNode;
  /** The label is only spoken: in a table's row. */
  labelHidden?: boolean;
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  name?: string;
  disabled?: boolean;
  className?: string;
};

/** Yes or no, as part of a form or a selection. */
export function Checkbox({ label, labelHidden = false, checked, defaultChecked, onCheckedChange, name, disabled, className }: CheckboxProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-2", className)}>
      <Base.Root
        id={id}
        name={name}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        {...(checked === undefined ? {} : { checked })}
        {...(defaultChecked === undefined ? {} : { defaultChecked })}
        onCheckedChange={(next) => onCheckedChange?.(next)}
        className="hit mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-raised transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Indicator className="text-on-accent"><Check aria-hidden className="size-3 stroke-3" /></Base.Indicator>
      </Base.Root>
      <label htmlFor={id} id={`${id}-label`} className={cn("min-w-0", labelHidden && "sr-only")}>{label}</label>
    </div>
  );
}
