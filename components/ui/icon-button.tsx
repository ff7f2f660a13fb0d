"use client";

// Not a server component: there it would be rendered to its tooltip before a Menu or Dialog could make it a trigger,
// and the trigger's properties would be lost.
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import { Tooltip, type TooltipSide } from "@/components/ui/tooltip";

type Look = {
  /** The accessible name, shown as the tooltip too. */
  label: string;
  /** Keys shown in the tooltip, written as for Kbd: "mod+k". */
  shortcut?: string;
  tooltipSide?: TooltipSide;
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** One icon, and beside it at most a number or a word, which the label has too. */
  children: ReactNode;
};

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & Look & { busy?: boolean };

/** A button that shows an icon, at most with a number or a word, and is always named. */
export function IconButton({ label, shortcut, tooltipSide, variant = "ghost", size = "md", busy = false, className, children, type = "button", onClick, ...props }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <button
        {...props}
        type={busy && type === "submit" ? "button" : type}
        aria-label={label}
        aria-disabled={busy || props["aria-disabled"]}
        aria-busy={busy || undefined}
        onClick={busy ? (event) => event.preventDefault() : onClick}
        className={cn(buttonClass({ variant, size, square: true }), "hit", className)}
      >
        {busy ? <Spinner /> : children}
      </button>
    </Tooltip>
  );
}

/** A link that shows only an icon and is always named. */
export function IconLink({ label, shortcut, tooltipSide, variant = "ghost", size = "md", className, children, ...props }: Omit<ComponentProps<typeof Link>, "children"> & Look) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <Link {...props} aria-label={label} className={cn(buttonClass({ variant, size, square: true }), "hit", className)}>
        {children}
      </Link>
    </Tooltip>
  );
}
