"use client";

import { use, type ChangeEvent, type ComponentProps, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlClass } from "@/components/ui/control-class";
import { FieldControl } from "@/components/ui/field-control";

export type InputProps = ComponentProps<"input"> & {
  /** A decorative icon at the start. */
  icon?: ReactNode;
  onValueChange?: (value: string) => void;
};

/** A line of text. Inside a Field it is labelled and described by it; outside it needs `aria-label`. */
export function Input({ icon, className, onValueChange, onChange, ...props }: InputProps) {
  const tie = use(FieldControl);
  const given = {
    ...props,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      onChange?.(event);
      onValueChange?.(event.currentTarget.value);
    },
    className: cn(controlClass, "h-control px-2.5", icon ? "ps-8" : undefined, className),
  };
  const input = tie ? tie(given) : <input {...given} />;
  if (!icon) return input;
  return (
    <span className="relative block w-full">
      <span aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 grid place-items-center text-faint [&_svg]:size-4">{icon}</span>
      {input}
    </span>
  );
}
