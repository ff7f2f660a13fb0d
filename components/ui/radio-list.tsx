"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";
import { cn } from "@/components/ui/cn";

type RadioListProps<Value extends string> = {
  /** What is chosen; stands above the choices. */
  label: string;
  items: readonly { value: Value; label: string; description?: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  disabled?: boolean;
  className?: string;
};

/** One choice of a few, each with a line that explains it. */
export function RadioList<Value extends string>({ label, items, value, onValueChange, disabled, className }: RadioListProps<Value>) {
  const id = useId();
  return (
    <div className={className}>
      <p id={id} className="text-xs font-medium text-faint">{label}</p>
      <RadioGroup
        aria-labelledby={id}
        disabled={disabled}
        value={value}
        onValueChange={(next: unknown) => {
          const item = items.find((one) => one.value === next);
          if (item) onValueChange(item.value);
        }}
        className="mt-1 -mx-2 grid"
      >
        {items.map((item) => (
          <label key={item.value} className={cn("flex items-start gap-2.5 rounded-sm px-2 py-1.5", disabled ? "opacity-55" : "cursor-pointer hover:bg-hover")}>
            <Radio.Root
              value={item.value}
              aria-labelledby={`${id}-${item.value}`}
              aria-describedby={item.description ? `${id}-${item.value}-text` : undefined}
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-raised transition-colors data-checked:border-accent data-checked:bg-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radio.Root>
            <span className="min-w-0">
              <span id={`${id}-${item.value}`} className="block">{item.label}</span>
              {item.description ? <span id={`${id}-${item.value}-text`} className="block text-sm text-pretty text-subtle">{item.description}</span> : null}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
