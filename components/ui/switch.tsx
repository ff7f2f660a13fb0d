"use client";

import { Switch as Base } from "@base-ui/react/switch";
import { useId, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type SwitchProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  name?: string;
  disabled?: boolean;
  className?: string;
};

/** On or off, at once. The label stands before it and can be pressed too. */
export function Switch({ label, hint, checked, defaultChecked, onCheckedChange, name, disabled, className }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start justify-between gap-4", className)}>
      <div className="min-w-0">
        <label htmlFor={id} id={`${id}-label`} className="font-medium">{label}</label>
        {hint ? <p id={`${id}-hint`} className="mt-0.5 text-sm text-subtle">{hint}</p> : null}
      </div>
      <Base.Root
        id={id}
        name={name}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...(checked === undefined ? {} : { checked })}
        {...(defaultChecked === undefined ? {} : { defaultChecked })}
        onCheckedChange={(next) => onCheckedChange?.(next)}
        className="hit inline-flex h-5 w-8.5 shrink-0 items-center rounded-full border border-control bg-raised p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-control transition-[translate,background-color] data-checked:translate-x-3.5 data-checked:bg-on-accent rtl:data-checked:-translate-x-3.5" />
      </Base.Root>
    </div>
  );
}
