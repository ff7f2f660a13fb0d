"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/components/ui/cn";

type SwitcherProps = {
  id?: string;
  /** What is switched ("Versions of this message"). */
  label: string;
  /** From 0. */
  index: number;
  count: number;
  words: { previous: string; next: string; place: string };
  onGo: (index: number) => void;
  busy?: boolean;
  className?: string;
};

/** ‹ 2/3 ›: one of several ways that stand in the same place. */
export function Switcher({ id, label, index, count, words, onGo, busy = false, className }: SwitcherProps) {
  return (
    <div id={id} role="group" aria-label={label} aria-busy={busy || undefined} className={cn("inline-flex items-center text-xs text-faint tabular-nums", className)}>
      <IconButton size="sm" label={words.previous} aria-disabled={index === 0 || undefined} onClick={() => index > 0 && onGo(index - 1)} className="size-5 aria-disabled:opacity-40 [&_svg]:size-3.5">
        <ChevronLeft className="rtl:-scale-x-100" />
      </IconButton>
      <span aria-hidden className="px-0.5">{index + 1}/{count}</span>
      <span className="sr-only">{words.place}</span>
      <IconButton size="sm" label={words.next} aria-disabled={index === count - 1 || undefined} onClick={() => index < count - 1 && onGo(index + 1)} className="size-5 aria-disabled:opacity-40 [&_svg]:size-3.5">
        <ChevronRight className="rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
