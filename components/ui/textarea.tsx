"use client";

import { use, useLayoutEffect, useRef, type ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import { controlClass } from "@/components/ui/control-class";
import { FieldControl } from "@/components/ui/field-control";

export type TextareaProps = ComponentProps<"textarea"> & {
  /** Lines at the least (2) and at the most (12), between which it grows with its text. */
  minRows?: number;
  maxRows?: number;
  /** Without edge and ground, for a composer that draws its own. */
  bare?: boolean;
};

/** Text of several lines that grows as it is written. Inside a Field it is labelled and described by it. */
export function Textarea({ minRows = 2, maxRows = 12, bare = false, className, ref, onChange, ...props }: TextareaProps) {
  const tie = use(FieldControl);
  const own = useRef<HTMLTextAreaElement | null>(null);

  // Browsers that know field-sizing do this by themselves; for the others the height follows what was just rendered.
  useLayoutEffect(() => {
    if (own.current) fit(own.current);
  });

  const textarea = (
    <textarea
      {...props}
      ref={(element) => {
        own.current = element;
        if (typeof ref === "function") return ref(element);
        if (ref) ref.current = element;
        return undefined;
      }}
      rows={minRows}
      onChange={(event) => {
        fit(event.currentTarget);
        onChange?.(event);
      }}
      style={{ maxHeight: `calc(${maxRows} * 1lh + 0.875rem)`, minHeight: `calc(${minRows} * 1lh + 0.875rem)`, ...props.style }}
      className={cn(
        bare ? "w-full min-w-0 bg-transparent text-base outline-none placeholder:text-faint coarse:text-lg" : controlClass,
        "block field-sizing-content resize-none overflow-y-auto px-2.5 py-1.5",
        className,
      )}
    />
  );
  return tie ? tie({ render: textarea }) : textarea;
}

function fit(element: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}
