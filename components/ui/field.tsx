"use client";

import { Field as Base } from "@base-ui/react/field";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { FieldControl } from "@/components/ui/field-control";

type FieldProps = {
  label: ReactNode;
  /** The label is only spoken. */
  labelHidden?: boolean;
  /** A word at the label's end ("Optional"). */
  note?: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value; marks the control as invalid and is announced. */
  error?: ReactNode;
  name?: string;
  disabled?: boolean;
  className?: string;
  /** One control: Input, Textarea, Select, SegmentedControl. */
  children: ReactNode;
};

/** A control with its label, a hint and its error, tied together for screen readers. */
export function Field({ label, labelHidden = false, note, hint, error, name, disabled, className, children }: FieldProps) {
  return (
    <Base.Root name={name} disabled={disabled} invalid={Boolean(error)} className={cn("grid content-start gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-2", labelHidden && "sr-only")}>
        <Base.Label className="text-sm font-medium text-ink">{label}</Base.Label>
        {note ? <span className="text-xs text-faint">{note}</span> : null}
      </div>
      <FieldControl value={control}>{children}</FieldControl>
      {error ? (
        <Base.Error match className="text-sm text-danger" role="alert">{error}</Base.Error>
      ) : null}
      {hint ? <Base.Description className="text-sm text-subtle">{hint}</Base.Description> : null}
    </Base.Root>
  );
}

const control = (props: Base.Control.Props) => <Base.Control {...props} />;
