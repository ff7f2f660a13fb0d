"use client";

import { useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";

/**
 * Keys to press, as on the reader's own keyboard: "mod+k" is ⌘ K on Apple devices and Ctrl K elsewhere.
 * Parts are joined by "+": mod, shift, alt, enter, esc, up, down, left, right, backspace, or the key itself.
 */
export function Kbd({ keys, inverted = false, className }: { keys: string; inverted?: boolean; className?: string }) {
  const apple = useSyncExternalStore(neverChanges, isApple, () => false);
  return (
    <kbd className={cn("inline-flex gap-0.5 font-sans", className)}>
      {keys.split("+").map((key) => (
        <span
          key={key}
          className={cn(
            "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border px-1 text-2xs font-medium",
            inverted ? "border-current/30" : "border-line-strong bg-raised text-subtle",
          )}
        >
          {(apple ? appleKeys : otherKeys)[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </span>
      ))}
    </kbd>
  );
}

const shared: Record<string, string> = { enter: "↵", esc: "Esc", up: "↑", down: "↓", left: "←", right: "→", backspace: "⌫" };
const appleKeys: Record<string, string> = { ...shared, mod: "⌘", shift: "⇧", alt: "⌥" };
const otherKeys: Record<string, string> = { ...shared, mod: "Ctrl", shift: "⇧", alt: "Alt" };

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

function neverChanges(): () => void {
  return () => undefined;
}
